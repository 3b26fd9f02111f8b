import { describe, expect, test } from "vitest";
import { erlangC } from "../../src/reporting/index.ts";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { type ErlangC, erlangCComparisons } from "./support/erlang.ts";
import { erlangCRows, erlangCTrial, erlangCTrials } from "./support/trials/erlang-c.ts";
import { farthestFromEarliest, Witness } from "./support/witness.ts";

describe("patient callers are served as Erlang's C formula says", () => {
  test.each(erlangCTrials)("$inWords", ({ scenario, calls, compare }) => {
    const figures = compare(simulate(scenario, lengthOf(scenario, calls, 1)));
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });

  test.each(erlangCTrials.filter(({ scenario }) => scenario.agents.length > 10))(
    "$inWords each at the very moment the first of them becomes free",
    ({ scenario }) => {
      const witness = new Witness(200_000);
      simulate(scenario, lengthOf(scenario, 200_000, 2), witness);
      expect(farthestFromEarliest(witness, scenario.agents.length)).toBeLessThan(1e-3);
    },
  );
});

/** Controls that drew every router to what is right would say nothing. */
describe("a router that always keeps one agent free", () => {
  test.each(erlangCRows.filter(({ n, a }) => n - 1 > a))(
    "is found out, and measured rightly, with $n agents",
    (row) => {
      const { scenario, compare } = erlangCTrial(row);
      const queues = scenario.queues.map((queue) => ({
        ...queue,
        keepFree: [{ agents: 1, fromPriority: 9 }],
      }));
      const report = simulate({ ...scenario, queues }, lengthOf(scenario, 200_000, 1));
      const found = disagreements(compare(report));
      for (const what of ["wait probability", "mean wait", "service level"])
        expect(found.some((words) => words.startsWith(what))).toBe(true);
      expect(disagreements(erlangCComparisons(withOneFewer(row), report))).toEqual([]);
    },
  );

  /** What its callers should find: all but one of the agents, who are busier, but one of all is idle. */
  function withOneFewer(row: ErlangC): ErlangC {
    const { n, a, ahtSec, thresholdSec } = row;
    const work = { callsPerHour: (a * 3600) / ahtSec, ahtSeconds: ahtSec, thresholdSeconds: thresholdSec };
    const answer = erlangC({ agents: n - 1, ...work });
    if (!answer.ok) throw new Error(answer.why);
    const { waitProbability, asaSeconds, serviceLevel } = answer.value;
    return { ...row, pWait: waitProbability, asaSec: asaSeconds, serviceLevel };
  }
});
