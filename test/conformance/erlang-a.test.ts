import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { erlangA, erlangAComparisons, impatientScenario } from "./support/erlang.ts";

/** As many calls as it takes for a standard error of 1 % of every figure; by the number of agents. */
const calls = new Map([
  [1, 1_000_000],
  [12, 1_000_000],
  [14, 1_600_000],
  [30, 1_000_000],
  [40, 1_000_000],
  [50, 1_900_000],
  [90, 1_000_000],
]);

const rows = erlangA.filter(({ n }) => calls.has(n));

describe("impatient callers are served, and hang up, as Palm's and Erlang's A formula says", () => {
  test.each(rows)("by $n agents with $callsPerHour calls an hour", (row) => {
    const scenario = impatientScenario(row);
    const report = simulate(scenario, lengthOf(scenario, calls.get(row.n) ?? 0, 1));
    const figures = erlangAComparisons(row, report);
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });
});
