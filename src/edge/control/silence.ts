import type { Clock, Timer } from "../clock.ts";

/** How many signs of life may be missed. */
const MISSED = 3;
/** However fast an application pings, a moment of heavy load must not look like its death. */
const SHORTEST_GAP_MS = 5_000;

/**
 * Notices that an application which used to give signs of life has gone silent, as it does when its machine or
 * the way to it is gone and nobody closes the connection. How long they are apart it learns from the first two.
 */
export class Silence {
  #last: number | undefined;
  #deadline: Timer | undefined;
  readonly #clock: Clock;
  readonly #fallen: () => void;

  /** `fallen` is called once, when three signs of life in a row are missing. */
  constructor(clock: Clock, fallen: () => void) {
    this.#clock = clock;
    this.#fallen = fallen;
  }

  beat(): void {
    const now = this.#clock.now();
    const gap = this.#last === undefined ? undefined : Math.max(SHORTEST_GAP_MS, now - this.#last);
    this.#last = now;
    this.#deadline?.cancel();
    if (gap !== undefined) this.#deadline = this.#clock.after(MISSED * gap, this.#fallen);
  }

  stop(): void {
    this.#deadline?.cancel();
  }
}
