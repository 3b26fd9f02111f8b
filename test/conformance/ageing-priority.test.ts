import { describe, expect, test } from "vitest";
import { lengthOf, type Report, simulate } from "../../src/simulation/index.ts";
import {
  accumulatingPriority,
  ageingComparisons,
  ageingScenario,
  type Case,
  conserved,
  headStart,
} from "./support/ageing.ts";
import { disagreements, vague } from "./support/agreement.ts";

/** Waits far out in the tail are rare, and come in clusters. */
const tailPrecision = { mostError: 0.02, tinyBelow: 0.09 };

function reportOf(of: Case): Report {
  const scenario = ageingScenario(of);
  return simulate(scenario, lengthOf(scenario, 1_200_000, 1));
}

function agrees(of: Case): void {
  const report = reportOf(of);
  const figures = ageingComparisons(of, report);
  expect(disagreements(figures)).toEqual([]);
  expect(disagreements(conserved(of, report))).toEqual([]);
  expect(vague(figures.filter(({ what }) => !what.includes("longer")))).toEqual([]);
  expect(vague(figures, tailPrecision)).toEqual([]);
}

describe("calls of two priorities wait as theory says", () => {
  test.each(accumulatingPriority)(
    "while the low one ages $accumulationRatio_bLow_over_bHigh times as fast, with $c agents and $lambdaHigh high calls a second",
    agrees,
  );

  test.each(headStart)("while the high one has a head start of $headStart s, with $c agents", agrees);

  test("and not so when the priorities are mixed up", () => {
    for (const of of [...accumulatingPriority, ...headStart]) {
      const scenario = ageingScenario(of);
      const upsideDown = scenario.callers.map((rules) => ({ ...rules, priority: 1 - rules.priority }));
      const report = simulate({ ...scenario, callers: upsideDown }, lengthOf(scenario, 50_000, 1));
      expect(disagreements(ageingComparisons(of, report))).not.toEqual([]);
    }
  });
});
