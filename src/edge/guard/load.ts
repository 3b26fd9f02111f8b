/** How often the share follows the load, in milliseconds. */
const FOLLOW_MS = 100;
/** Busier than this, the process has no time to spare for those nobody knows. */
const TOO_BUSY = 0.7;
const LEAST_SHARE = 1 / 16;
const STEP = 1 / 20;

/**
 * The share of what could be let in that is let in, as things are: while the process is busy it is halved again
 * and again; while it is not it grows step by step.
 */
export class Load {
  readonly #busy: () => number;
  #share = 1;
  #followedAt: number;

  /** `busy` tells how busy the process was since it was last asked, 0 to 1. */
  constructor(busy: () => number, now: number) {
    this.#busy = busy;
    this.#followedAt = now;
  }

  share(now: number): number {
    if (now - this.#followedAt < FOLLOW_MS) return this.#share;
    this.#followedAt = now;
    const next = this.#busy() > TOO_BUSY ? this.#share / 2 : this.#share + STEP;
    this.#share = Math.min(1, Math.max(LEAST_SHARE, next));
    return this.#share;
  }
}
