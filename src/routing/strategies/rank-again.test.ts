import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AgentId } from "../../ids.ts";
import type { AgentStrategy } from "../agent-strategy.ts";
import type { Candidate } from "../explanation.ts";
import { longestWindowSeconds, rankAgain, termsOf } from "./index.ts";

const candidate = (agent: string, ...terms: number[]): Candidate => ({ agent: AgentId(agent), terms });

describe("ranking again", () => {
  test("compares term by term, the smaller first, then ids by code units", () => {
    const ranking = [
      candidate("b", 0, 0, 0, 5),
      candidate("a", 0, 0, 0, 7),
      candidate("Z", 0, 0, 0, 9),
      candidate("a", 0, 0, 0, 9),
      candidate("c", 0, 1, -3, 1),
      candidate("d", 1, 0, -9, 0),
    ];
    expect(rankAgain(ranking.toReversed())).toEqual(ranking);
  });

  test("gives one order, whatever the order given and after JSON", () => {
    const term = fc.oneof(
      fc.integer({ min: 0, max: 2 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const terms = fc.array(term, { minLength: 4, maxLength: 4 });
    const candidates = fc
      .uniqueArray(fc.string(), { maxLength: 12 })
      .chain((ids) => fc.tuple(...ids.map((id) => terms.map((terms) => candidate(id, ...terms)))));
    const shuffled = candidates.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, otherwise]) => {
        const ranking = rankAgain(given);
        expect(rankAgain(otherwise)).toEqual(ranking);
        const stored: typeof ranking = JSON.parse(JSON.stringify(ranking));
        expect(rankAgain(stored)).toEqual(stored);
      }),
    );
  });
});

describe("the names of terms", () => {
  const strategies: readonly AgentStrategy["by"][] = [
    "longest-idle",
    "longest-idle-by-level",
    "least-skilled",
    "fewest-calls",
    "lowest-occupancy",
    "round-robin",
    "weighted-random",
    "ordered-list",
    "idleness-balance",
  ];

  test.each(strategies)("are four for %s", (strategy) => {
    expect(termsOf(strategy)).toEqual(["passed-over", "source", expect.any(String), "idle-since"]);
  });

  test("are different for each strategy", () => {
    expect(new Set(strategies.map((strategy) => termsOf(strategy)[2])).size).toBe(strategies.length);
  });
});

describe("the longest window", () => {
  test("is the longest of those that look back", () => {
    expect(
      longestWindowSeconds([
        { by: "fewest-calls", windowSeconds: 600 },
        { by: "longest-idle" },
        { by: "fewest-calls", windowSeconds: 3600 },
      ]),
    ).toBe(3600);
  });

  test("is 0 where nobody looks back", () => {
    expect(longestWindowSeconds([{ by: "round-robin" }])).toBe(0);
    expect(longestWindowSeconds([])).toBe(0);
  });
});
