import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { finiteComparisons, finiteScenario, mmck } from "./support/erlang.ts";

/** The large one of the reference is the trunk group of the skill-based centre, and compared there. */
const rows = mmck.filter(({ n }) => n <= 20);

describe("a queue with a maximum of waiting calls turns away what M/M/c/K says", () => {
  test.each(rows)("with $n agents and $extraWaitingSpaces places at $a erlangs", (row) => {
    const scenario = finiteScenario(row);
    const report = simulate(scenario, lengthOf(scenario, 1_500_000, 1));
    const figures = finiteComparisons(row, report);
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });
});
