import type { Clock, Timer } from "../clock.ts";

/** The base values of RFC 3261 17.1.1.1 and table 4, in milliseconds. */
export interface BaseTimers {
  /** Estimate of the round trip. */
  readonly t1: number;
  /** Longest wait between repeats of a non-INVITE request or an INVITE response. */
  readonly t2: number;
  /** How long a message may stay in the network. */
  readonly t4: number;
}

/** The values the RFC recommends. */
export const RFC_TIMERS: BaseTimers = { t1: 500, t2: 4_000, t4: 5_000 };

/**
 * Timers A to K of RFC 3261, L and M of RFC 6026. `E2` is timer E once a provisional answer came: then it
 * is always T2 (RFC 3261 17.1.2.2).
 */
export type TimerName = "A" | "B" | "D" | "E" | "E2" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M";

/** Timers that only repeat a message or absorb repeats; on a reliable transport these do nothing or fire at once. */
const REPEATING: ReadonlySet<TimerName> = new Set(["A", "E", "E2", "G"]);
const ABSORBING: ReadonlySet<TimerName> = new Set(["D", "I", "J", "K"]);

/**
 * How long a timer runs, in milliseconds; undefined where it is not needed on this transport.
 * `repeats` counts how often it was started before in this transaction.
 */
export function timerDuration(
  name: TimerName,
  base: BaseTimers,
  reliable: boolean,
  repeats: number,
): number | undefined {
  if (reliable && REPEATING.has(name)) return undefined;
  if (reliable && ABSORBING.has(name)) return 0;
  if (name === "E2") return base.t2;
  const doubled = base.t1 * 2 ** repeats;
  if (name === "A") return doubled;
  if (name === "E" || name === "G") return Math.min(doubled, base.t2);
  return name === "I" || name === "K" ? base.t4 : 64 * base.t1;
}

/** The timers one transaction has running. */
export class TimerSet {
  readonly #running = new Map<TimerName, Timer>();
  readonly #started = new Map<TimerName, number>();
  readonly #clock: Clock;
  readonly #base: BaseTimers;
  readonly #reliable: boolean;
  readonly #fire: (name: TimerName) => void;

  constructor(clock: Clock, base: BaseTimers, reliable: boolean, fire: (name: TimerName) => void) {
    this.#clock = clock;
    this.#base = base;
    this.#reliable = reliable;
    this.#fire = fire;
  }

  start(name: TimerName): void {
    const repeats = this.#started.get(name) ?? 0;
    const ms = timerDuration(name, this.#base, this.#reliable, repeats);
    if (ms === undefined) return;
    this.#started.set(name, repeats + 1);
    this.#running.get(name)?.cancel();
    this.#running.set(
      name,
      this.#clock.after(ms, () => {
        this.#running.delete(name);
        this.#fire(name);
      }),
    );
  }

  stop(name: TimerName): void {
    this.#running.get(name)?.cancel();
    this.#running.delete(name);
  }

  stopAll(): void {
    for (const timer of this.#running.values()) timer.cancel();
    this.#running.clear();
  }
}
