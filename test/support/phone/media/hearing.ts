import { fromMuLaw } from "./mu-law.ts";
import { type Window, windowSamples } from "./window.ts";

/** Cuts arriving sound into windows and tells whoever listens of each. Judging a window is left to those who asked. */
export class Hearing {
  latest: Window | undefined;
  readonly #listeners = new Set<(window: Window) => void>();
  #filling = new Int16Array(windowSamples);
  #filled = 0;

  /** Takes the payload of one PCMU packet. */
  take(payload: Buffer): void {
    for (const byte of payload) {
      this.#filling[this.#filled] = fromMuLaw(byte);
      this.#filled += 1;
      if (this.#filled === windowSamples) this.#complete();
    }
  }

  /** Tells of every later window until the returned function is called. */
  listen(listener: (window: Window) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #complete(): void {
    const window = this.#filling;
    this.latest = window;
    this.#filling = new Int16Array(windowSamples);
    this.#filled = 0;
    for (const listener of this.#listeners) listener(window);
  }
}
