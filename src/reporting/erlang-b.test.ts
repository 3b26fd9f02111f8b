import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockProbability, erlangB } from "./erlang-b.ts";
import { given, groupSizes, loads, numbersIn, offered } from "./test-answers.ts";

describe("the share of calls blocked", () => {
  it("falls with every line added and rises with the load", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.01, 5), (n, load) => {
        const blocked = blockProbability(n, load * n);
        expect(blockProbability(n + 1, load * n)).toBeLessThanOrEqual(blocked);
        expect(blockProbability(n, load * n * 1.01)).toBeGreaterThanOrEqual(blocked);
      }),
    );
  });

  it("is all of them where there is no line, and none where there is no call", () => {
    expect(blockProbability(0, 7)).toBe(1);
    expect(given(erlangB({ agents: 3, ...offered(0) })).blockProbability).toBe(0);
  });

  it("leaves figures between 0 and 1 for groups up to 10,000 under any load", () => {
    fc.assert(
      fc.property(groupSizes, loads(0, 1000), (agents, load) => {
        const figures = given(erlangB({ agents, ...offered(load * agents) }));
        expect(numbersIn(figures).every((figure) => figure >= 0)).toBe(true);
        expect(figures.blockProbability).toBeLessThanOrEqual(1);
        expect(figures.occupancy).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("an input no formula can use", () => {
  const good = { agents: 10, callsPerHour: 100, ahtSeconds: 180 };

  it.each([
    { input: "agents", value: 2.5, why: "not-whole" },
    { input: "agents", value: 0, why: "out-of-range" },
    { input: "agents", value: 100_001, why: "out-of-range" },
    { input: "agents", value: Number.NaN, why: "not-a-number" },
    { input: "callsPerHour", value: -1, why: "out-of-range" },
    { input: "callsPerHour", value: Number.POSITIVE_INFINITY, why: "not-a-number" },
    { input: "ahtSeconds", value: 0, why: "out-of-range" },
  ])("is refused and named: $input = $value is $why", ({ input, value, why }) => {
    expect(erlangB({ ...good, [input]: value })).toEqual({ ok: false, why, input });
  });
});
