import { type ErlangC, erlangC, erlangCComparisons, erlangScenario } from "../erlang.ts";
import { queueGauges } from "../known.ts";
import type { Trial } from "../trial.ts";

/** As many calls as it takes for a standard error of 1 % of every figure; by the number of agents and the load. */
const calls: ReadonlyMap<string, number> = new Map([
  ["1 at 0.5", 1_000_000],
  ["3 at 2", 1_000_000],
  ["10 at 8", 1_000_000],
  ["20 at 18", 1_000_000],
  ["55 at 48", 1_000_000],
  ["100 at 88", 1_300_000],
]);

function centre({ n, a }: ErlangC): string {
  return `${n} at ${a}`;
}

export const erlangCRows = erlangC.filter((row) => calls.has(centre(row)));

export function erlangCTrial(row: ErlangC): Trial {
  return {
    name: `erlang-c-${row.n}`,
    inWords: `by ${row.n} agents at ${row.a} erlangs`,
    scenario: { ...erlangScenario(row), gauges: queueGauges(row.n) },
    calls: calls.get(centre(row)) ?? 0,
    compare: (report) => erlangCComparisons(row, report),
  };
}

/** Patient callers. */
export const erlangCTrials: readonly Trial[] = erlangCRows.map(erlangCTrial);
