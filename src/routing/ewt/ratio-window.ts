const WINDOW = 200;
const ENOUGH = 20;
/** Ratios are kept in thousandths, two bytes each; what is longer still counts as this. */
const HIGHEST = 65_535;

/** What waits were to what had been foretold: from the 20th to the 80th percentile. */
export type RatioRange = readonly [from: number, to: number];

/** The last 200 ratios of waits to the means foretold. */
export class RatioWindow {
  readonly #thousandths = new Uint16Array(WINDOW);
  #count = 0;
  #next = 0;
  #range: RatioRange | undefined;

  constructor(oldestFirst: readonly number[]) {
    for (const thousandths of oldestFirst) this.#push(thousandths);
  }

  record(ratio: number): void {
    this.#push(Math.min(HIGHEST, Math.round(ratio * 1000)));
  }

  /** Undefined while there are fewer than 20. Sorted at most once for each new ratio. */
  range(): RatioRange | undefined {
    if (this.#count < ENOUGH) return undefined;
    this.#range ??= this.#sort();
    return this.#range;
  }

  /** Thousandths, oldest first. */
  memory(): readonly number[] {
    const from = this.#count < WINDOW ? 0 : this.#next;
    return Array.from({ length: this.#count }, (_, index) => this.#thousandths[(from + index) % WINDOW] ?? 0);
  }

  #push(thousandths: number): void {
    this.#thousandths[this.#next] = thousandths;
    this.#next = (this.#next + 1) % WINDOW;
    this.#count = Math.min(WINDOW, this.#count + 1);
    this.#range = undefined;
  }

  #sort(): RatioRange {
    const sorted = this.#thousandths.slice(0, this.#count).sort();
    const at = (part: number) => (sorted[Math.round(part * (this.#count - 1))] ?? 0) / 1000;
    return [at(0.2), at(0.8)];
  }
}
