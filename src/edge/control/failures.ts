import type { Clock } from "../clock.ts";

/** The answer to a first failure is held back this long; to each further one twice as long, up to the longest. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** Failures this long past are forgotten. */
const FORGOTTEN_AFTER_MS = 60_000;
/** Sources remembered at one time; the one that failed longest ago gives way. */
const MOST_SOURCES = 1_024;

/** Wrong secrets, counted by the address they came from, so that guessing gets slower and slower. */
export class Failures {
  /** In the order of their latest failure. */
  readonly #bySource = new Map<string, { readonly count: number; readonly at: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a failure; returns the milliseconds to wait before it is answered. */
  failed(source: string): number {
    const count = this.count(source) + 1;
    this.#bySource.delete(source);
    this.#bySource.set(source, { count, at: this.#clock.now() });
    const [oldest] = this.#bySource.keys();
    if (this.#bySource.size > MOST_SOURCES && oldest !== undefined) this.#bySource.delete(oldest);
    return Math.min(FIRST_DELAY_MS * 2 ** Math.min(count - 1, 10), LONGEST_DELAY_MS);
  }

  /** How often a source failed lately. */
  count(source: string): number {
    const known = this.#bySource.get(source);
    if (!known || this.#clock.now() - known.at >= FORGOTTEN_AFTER_MS) return 0;
    return known.count;
  }
}
