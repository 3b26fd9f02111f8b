import { erlangA, erlangAComparisons, impatientScenario } from "../erlang.ts";
import type { Trial } from "../trial.ts";

/** As many calls as it takes for a standard error of 1 % of every figure; by the number of agents. */
const calls: ReadonlyMap<number, number> = new Map([
  [1, 1_000_000],
  [12, 1_000_000],
  [14, 1_600_000],
  [30, 1_000_000],
  [40, 1_000_000],
  [50, 1_900_000],
  [90, 1_000_000],
]);

/** Impatient callers. */
export const erlangATrials: readonly Trial[] = erlangA
  .filter(({ n }) => calls.has(n))
  .map((row) => ({
    name: `erlang-a-${row.n}`,
    inWords: `by ${row.n} agents with ${row.callsPerHour} calls an hour`,
    scenario: impatientScenario(row),
    calls: calls.get(row.n) ?? 0,
    compare: (report) => erlangAComparisons(row, report),
  }));
