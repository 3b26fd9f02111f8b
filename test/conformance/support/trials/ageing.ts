import {
  accumulatingPriority,
  ageingComparisons,
  ageingScenario,
  type Case,
  conserved,
  headStart,
} from "../ageing.ts";
import { queueGauges } from "../known.ts";
import type { Trial } from "../trial.ts";

function trialOf(of: Case, name: string, inWords: string): Trial {
  return {
    name: `${name}-${of.c}`,
    inWords: `${inWords}, with ${of.c} agents and ${of.lambdaHigh} high calls a second`,
    scenario: { ...ageingScenario(of), gauges: queueGauges(of.c) },
    calls: 1_200_000,
    compare: (report) => [...ageingComparisons(of, report), ...conserved(of, report)],
  };
}

/** Calls of two priorities, which age. */
export const ageingTrials: readonly Trial[] = [
  ...accumulatingPriority.map((of) => {
    const ratio = of.accumulationRatio_bLow_over_bHigh ?? 0;
    const name = `accumulating-${100 * ratio}-percent`;
    return trialOf(of, name, `while the low one ages ${ratio} times as fast`);
  }),
  ...headStart.map((of) =>
    trialOf(of, "head-start", `while the high one has a head start of ${of.headStart} s`),
  ),
];
