import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { type Comparison, disagreements, vague } from "./support/agreement.ts";
import { ageingTrials } from "./support/trials/ageing.ts";

/** Waits far out in the tail are rare, and come in clusters: 1 % takes the long run (README.md). */
const tailPrecision = { mostError: 0.02, tinyBelow: 0.09 };

function isTail({ what }: Comparison): boolean {
  return what.includes("longer");
}

describe("calls of two priorities wait as theory says", () => {
  test.each(ageingTrials)("$inWords", ({ scenario, calls, compare }) => {
    const figures = compare(simulate(scenario, lengthOf(scenario, calls, 1)));
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures.filter((figure) => !isTail(figure)))).toEqual([]);
    expect(vague(figures.filter(isTail), tailPrecision)).toEqual([]);
  });

  test.each(ageingTrials)(
    "and not so when the priorities are mixed up, $inWords",
    ({ scenario, compare }) => {
      const upsideDown = scenario.callers.map((rules) => ({ ...rules, priority: 1 - rules.priority }));
      const report = simulate({ ...scenario, callers: upsideDown }, lengthOf(scenario, 50_000, 1));
      expect(disagreements(compare(report))).not.toEqual([]);
    },
  );
});
