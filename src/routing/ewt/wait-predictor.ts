import { PositionWaits } from "./position-waits.ts";
import { Spread } from "./spread.ts";
import { StartRate } from "./start-rate.ts";
import { emptyWaitMemory, type WaitMemory } from "./wait-memory.ts";

const SHORTEST_MS = 1000;

/** How much longer a call will probably wait. Whole milliseconds, each at least a second. */
export interface WaitPrediction {
  readonly meanMs: number;
  /** The 20th percentile. */
  readonly fromMs: number;
  /** The 80th percentile. */
  readonly toMs: number;
}

/**
 * One queue's expected waiting time, by position: the running mean of past waits (see `PositionWaits`), or where none
 * are known the position times the interval between starts (see `StartRate`), spread as past waits were about what had
 * been foretold (see `Spread`). Deterministic, without a clock of its own; made from the memory of another it goes on
 * as that one would.
 */
export class WaitPredictor {
  readonly #waits: PositionWaits;
  readonly #starts: StartRate;
  readonly #spread: Spread;

  constructor(memory: WaitMemory = emptyWaitMemory) {
    this.#waits = new PositionWaits(memory.waits);
    this.#starts = new StartRate(memory.starts);
    this.#spread = new Spread(memory.spread);
  }

  /**
   * A call of this queue was answered at this moment (epoch ms), after having to wait. It found `positionFound - 1`
   * calls before it when it entered.
   */
  started(positionFound: number, waitMs: number, at: number): void {
    const position = Math.max(1, positionFound);
    const wait = Math.max(0, waitMs);
    const foretold = this.#meanMs(position, at);
    if (foretold !== undefined) this.#spread.record(position, wait / Math.max(1, foretold));
    this.#waits.record(position, wait);
    this.#starts.record(position, wait, at);
  }

  /** For a call at this position (1 is next) at this moment (epoch ms). Undefined when nobody can say. */
  predict(position: number, at: number): WaitPrediction | undefined {
    const place = Math.max(1, position);
    const meanMs = this.#meanMs(place, at);
    if (meanMs === undefined) return undefined;
    const [from, to] = this.#spread.rangeAt(place);
    return { meanMs: told(meanMs), fromMs: told(meanMs * from), toMs: told(meanMs * to) };
  }

  /** Everything learnt so far. */
  memory(): WaitMemory {
    const starts = this.#starts.memory();
    const learnt = { waits: this.#waits.memory(), spread: this.#spread.memory() };
    return starts === undefined ? learnt : { ...learnt, starts };
  }

  #meanMs(position: number, at: number): number | undefined {
    const mean = this.#waits.meanAt(position);
    if (mean !== undefined) return mean;
    const interval = this.#starts.intervalAt(at);
    return interval === undefined ? undefined : position * interval;
  }
}

function told(ms: number): number {
  return Math.max(SHORTEST_MS, Math.round(ms));
}
