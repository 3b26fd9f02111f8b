import type { WaitMemory } from "./wait-memory.ts";

/** How many intervals the running mean looks back over, about. */
const WINDOW = 20;
/** A last start is too long ago to mean anything when both have passed since. */
const STALE_INTERVALS = 30;
const STALE_MS = 30 * 60_000;

/**
 * How often this queue's calls start, measured while calls wait: the mean interval between two starts, plain over the
 * first 20 and each new one weighing 1/20 from then on.
 */
export class StartRate {
  #count: number;
  #intervalMs: number;
  #lastAt: number;

  constructor(memory: WaitMemory["starts"]) {
    this.#count = memory?.count ?? 0;
    this.#intervalMs = memory?.intervalMs ?? 0;
    this.#lastAt = memory?.lastAt ?? 0;
  }

  record(positionFound: number, waitMs: number, at: number): void {
    const interval = this.#intervalBefore(positionFound, waitMs, at);
    this.#count = Math.min(WINDOW, this.#count + 1);
    this.#intervalMs += (interval - this.#intervalMs) / this.#count;
    this.#lastAt = at;
  }

  /** Milliseconds; undefined before the first start, and when the last is more than 30 minutes and intervals ago. */
  intervalAt(at: number): number | undefined {
    if (this.#count === 0) return undefined;
    const since = at - this.#lastAt;
    return since > STALE_MS && since > STALE_INTERVALS * this.#intervalMs ? undefined : this.#intervalMs;
  }

  memory(): WaitMemory["starts"] {
    if (this.#count === 0) return undefined;
    return { count: this.#count, intervalMs: this.#intervalMs, lastAt: this.#lastAt };
  }

  /** Of a call that found nobody before it, only its own wait counts: the queue was empty until then. */
  #intervalBefore(positionFound: number, waitMs: number, at: number): number {
    if (this.#count === 0) return waitMs / positionFound;
    const sinceLast = Math.max(0, at - this.#lastAt);
    return positionFound === 1 ? Math.min(sinceLast, waitMs) : sinceLast;
  }
}
