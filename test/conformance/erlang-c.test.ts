import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague, within1Percent } from "./support/agreement.ts";
import { erlangC, erlangCComparisons, erlangScenario } from "./support/erlang.ts";
import { farthestFromEarliest, Witness } from "./support/witness.ts";

/**
 * Which rows, and how many calls. Where many agents are busy, the queue is a few rare and long spells: their waits to
 * 1 % would take 40 million calls. There the path is compared call by call too.
 */
const rows = [
  { n: 1, a: 0.5, calls: 1_000_000, mostError: 0.01 },
  { n: 3, a: 2, calls: 1_300_000, mostError: 0.01 },
  { n: 10, a: 8, calls: 3_800_000, mostError: 0.01 },
  { n: 20, a: 18, calls: 1_000_000, mostError: 0.03 },
  { n: 55, a: 48, calls: 1_000_000, mostError: 0.05 },
  { n: 100, a: 88, calls: 1_000_000, mostError: 0.08 },
].map((row) => {
  const exact = erlangC.find(({ n, a }) => n === row.n && a === row.a);
  if (exact === undefined) throw new Error(`the reference has no ${row.n} agents at ${row.a} erlangs`);
  return { ...row, exact };
});

describe("patient callers are served as Erlang's C formula says", () => {
  test.each(rows)("by $n agents at $a erlangs", ({ exact, calls, mostError }) => {
    const scenario = erlangScenario(exact);
    const report = simulate(scenario, lengthOf(scenario, calls, 1));
    const figures = erlangCComparisons(exact, report);
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures, { ...within1Percent, mostError })).toEqual([]);
  });

  test.each(rows.filter(({ n }) => n > 10))(
    "by $n agents each at the very moment the first of them becomes free",
    ({ exact }) => {
      const scenario = erlangScenario(exact);
      const witness = new Witness(200_000);
      simulate(scenario, lengthOf(scenario, 200_000, 2), witness);
      expect(farthestFromEarliest(witness, exact.n)).toBeLessThan(1e-3);
    },
  );
});
