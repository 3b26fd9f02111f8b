import { type RatioRange, RatioWindow } from "./ratio-window.ts";
import type { BandMemory } from "./wait-memory.ts";

/** Positions 1, 2 and 3, 4 to 7 … and from 64 on. */
const BANDS = 7;
/** The 80th percentile of the normal distribution. */
const NORMAL_80 = 0.8416;

interface Band {
  readonly ratios: RatioWindow;
  /** How many more waits go by before one is taken. */
  toSkip: number;
}

/**
 * How far waits lie from the mean foretold. Measured by bands of positions, each twice as wide as the one before: who
 * is next waits for one start, whose moment is anybody's guess, but a long queue's starts even out.
 *
 * Of a band's waits one is taken for each start that its first position waits for: those between overlap so much that
 * they say the same, and 200 of them would tell of one bad quarter of an hour.
 */
export class Spread {
  readonly #bands: (Band | undefined)[] = [];

  constructor(memory: readonly BandMemory[]) {
    for (const { ratios, toSkip } of memory) {
      this.#bands.push(ratios.length > 0 ? { ratios: new RatioWindow(ratios), toSkip } : undefined);
    }
  }

  record(position: number, ratio: number): void {
    const index = bandOf(position);
    while (this.#bands.length <= index) this.#bands.push(undefined);
    const band = (this.#bands[index] ??= { ratios: new RatioWindow([]), toSkip: 0 });
    if (band.toSkip > 0) {
      band.toSkip--;
      return;
    }
    band.ratios.record(ratio);
    band.toSkip = 2 ** index - 1;
  }

  rangeAt(position: number): RatioRange {
    return this.#bands[bandOf(position)]?.ratios.range() ?? gammaRange(position);
  }

  memory(): readonly BandMemory[] {
    return this.#bands.map((band) => ({ toSkip: band?.toSkip ?? 0, ratios: band?.ratios.memory() ?? [] }));
  }
}

function bandOf(position: number): number {
  return Math.min(BANDS - 1, 31 - Math.clz32(position));
}

/**
 * Before enough is measured: the wait at position p is taken for the sum of p independent exponential intervals, as in
 * an M/M/n queue, hence gamma distributed with shape p. Percentiles by Wilson and Hilferty (1931), within 2 %.
 */
function gammaRange(position: number): RatioRange {
  const ninth = 1 / (9 * position);
  const step = NORMAL_80 * Math.sqrt(ninth);
  return [(1 - ninth - step) ** 3, (1 - ninth + step) ** 3];
}
