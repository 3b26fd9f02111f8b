import type { Length } from "./scenario.ts";
import type { Tally } from "./tally.ts";

/** Ends the warm-up and the batches of a run, each at its moment; there are as many as are asked for. */
export class BatchClock {
  readonly #length: Length;
  readonly #beginsAt: number;
  readonly #tally: Tally;
  /** Ended so far; the warm-up counts as the first. */
  #ended = 0;
  #endsAt: number;

  constructor(length: Length, beginsAt: number, tally: Tally) {
    this.#length = length;
    this.#beginsAt = beginsAt;
    this.#tally = tally;
    this.#endsAt = beginsAt + length.warmUpMs;
  }

  /**
   * Goes on to a moment, and ends what ends until then; `complete` is asked before each end for what is still to be
   * counted. False if the last of so many batches ended.
   */
  goOnTo(at: number, batches: number, complete: (until: number) => void): boolean {
    const { warmUpMs, batchMs } = this.#length;
    while (at >= this.#endsAt && this.#ended <= batches) {
      complete(this.#endsAt);
      if (this.#ended === 0) this.#tally.forget();
      else this.#tally.keep();
      this.#ended += 1;
      this.#endsAt = this.#beginsAt + warmUpMs + batchMs * this.#ended;
    }
    return this.#ended <= batches;
  }
}
