import { lengthOf, simulateOn } from "../../src/simulation/index.ts";
import { type Comparison, vague } from "../../test/conformance/support/agreement.ts";
import type { Trial } from "../../test/conformance/support/trial.ts";
import { breathe } from "../breathe.ts";

/** How a trial ended. */
export interface Outcome {
  readonly trial: string;
  readonly comparisons: readonly Comparison[];
  readonly arrivals: number;
  readonly seconds: number;
}

/** Where a trial ends whose figures are not precise by then. */
export interface Bounds {
  readonly arrivals: number;
  readonly seconds: number;
}

/** Other calls than those of the tests, so that this is a second opinion. */
const seed = 2;

/** Half as many at the fewest: enough to judge an error by, with a dozen controls. */
const mostBatches = 80;

/** Rare figures count too. */
const precise = { mostError: 0.01, tinyBelow: 0 };

/** Simulates a trial until the standard error of every figure is 1 % or less, and for no less than the test does. */
export async function longRun(
  { name, scenario, calls, compare }: Trial,
  stop: AbortSignal,
  bounds: Bounds = { arrivals: 100_000_000, seconds: 600 },
): Promise<Outcome> {
  const length = { ...lengthOf(scenario, calls, seed), batches: mostBatches };
  const simulation = simulateOn(scenario, length);
  const beganAt = performance.now();
  for (;;) {
    await breathe(stop);
    const { value: report } = simulation.next();
    const arrivals = report.count("arrived");
    const seconds = (performance.now() - beganAt) / 1000;
    const isOver = arrivals >= bounds.arrivals || seconds >= bounds.seconds;
    if (arrivals < calls && !isOver) continue;
    const comparisons = compare(report);
    if (isOver || vague(comparisons, precise).length === 0)
      return { trial: name, comparisons, arrivals, seconds };
  }
}
