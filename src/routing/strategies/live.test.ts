import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AgentId } from "../../ids.ts";
import { freeAgent, numbersOf, offeredInOrder } from "./test-free-agent.ts";

const minutes = (count: number) => count * 60_000;

describe("fewest calls", () => {
  const lastHour = { by: "fewest-calls", windowSeconds: 3600 } as const;

  test("counts what was answered within the window, its far end left out", () => {
    const agent = freeAgent("a", {}, { answeredAt: [minutes(10), minutes(40), minutes(99), minutes(100)] });
    expect(numbersOf(lastHour, [agent], { at: minutes(100) })).toEqual([2]);
    expect(numbersOf(lastHour, [agent], { at: minutes(100) - 1 })).toEqual([3]);
    expect(numbersOf(lastHour, [agent], { at: minutes(200) })).toEqual([0]);
  });

  test("offers to who answered least of late first, however much it was before", () => {
    const busyBefore = freeAgent("busy-before", {}, { answeredAt: [1, 2, 3, 4, minutes(90)] });
    const busyNow = freeAgent("busy-now", {}, { answeredAt: [minutes(80), minutes(90)] });
    const fresh = freeAgent("fresh");
    expect(offeredInOrder(lastHour, [busyNow, busyBefore, fresh], { at: minutes(100) })).toEqual([
      "fresh",
      "busy-before",
      "busy-now",
    ]);
  });

  test("counts as a plain count would", () => {
    const moments = fc.array(fc.nat(1000)).map((times) => times.toSorted((one, other) => one - other));
    fc.assert(
      fc.property(moments, fc.nat(1000), fc.nat(1000), (answeredAt, at, window) => {
        const strategy = { by: "fewest-calls", windowSeconds: window / 1000 } as const;
        const expected = answeredAt.filter((time) => time > at - window).length;
        expect(numbersOf(strategy, [freeAgent("a", {}, { answeredAt })], { at })).toEqual([expected]);
      }),
    );
  });
});

describe("lowest occupancy", () => {
  test("is the part of the time since sign-in with work in hand, what runs included", () => {
    const rested = freeAgent("rested", {}, { signedInAt: 0, busyMs: 10 });
    const worked = freeAgent("worked", {}, { signedInAt: 60, busyMs: 30 });
    const working = freeAgent("working", {}, { signedInAt: 0, busyMs: 5, busySince: 80 });
    expect(numbersOf({ by: "lowest-occupancy" }, [rested, worked, working], { at: 100 })).toEqual([
      0.1, 0.75, 0.25,
    ]);
  });

  test("is a number in the very moment of sign-in", () => {
    expect(numbersOf({ by: "lowest-occupancy" }, [freeAgent("a", {}, { signedInAt: 7 })], { at: 7 })).toEqual(
      [0],
    );
  });
});

describe("round robin", () => {
  const agents = ["c", "a", "d", "b"].map((id) => freeAgent(id));

  test("begins with the first id when nobody was offered to", () => {
    expect(offeredInOrder({ by: "round-robin" }, agents)).toEqual(["a", "b", "c", "d"]);
  });

  test("goes on after the agent offered to last, who comes last itself", () => {
    const lastOffered = AgentId("b");
    expect(offeredInOrder({ by: "round-robin" }, agents, { lastOffered })).toEqual(["c", "d", "a", "b"]);
    expect(numbersOf({ by: "round-robin" }, agents, { lastOffered })).toEqual([0, 2, 1, 3]);
  });

  test("goes on from where an agent stood who is not free or gone", () => {
    const lastOffered = AgentId("bb");
    expect(offeredInOrder({ by: "round-robin" }, agents, { lastOffered })).toEqual(["c", "d", "a", "b"]);
  });

  test("orders ids by their code units", () => {
    const mixed = ["ä", "a10", "a2", "Z"].map((id) => freeAgent(id));
    expect(offeredInOrder({ by: "round-robin" }, mixed)).toEqual(["Z", "a10", "a2", "ä"]);
  });

  test("gives each candidate a number of its own, from 0, and everybody a turn", () => {
    const ids = fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ids, (ids) => {
        const free = ids.map((id) => freeAgent(id));
        const offered = new Set<string>();
        let lastOffered: AgentId | undefined;
        for (let turn = 0; turn < ids.length; turn++) {
          const [first = "nobody", ...rest] = offeredInOrder({ by: "round-robin" }, free, { lastOffered });
          expect(rest).toHaveLength(ids.length - 1);
          offered.add(first);
          lastOffered = AgentId(first);
        }
        expect(offered.size).toBe(ids.length);
        const numbers = numbersOf({ by: "round-robin" }, free, { lastOffered });
        expect(numbers.toSorted((one, other) => one - other)).toEqual(ids.map((_id, index) => index));
      }),
    );
  });
});

describe("idleness balance", () => {
  const ofGroups = (id: string, ...groups: string[]) => freeAgent(id, { groups });
  const evenly = { by: "idleness-balance", shares: { north: 1, south: 1 } } as const;

  test("offers to the group furthest above its share of the free agents first", () => {
    const free = [
      ofGroups("n", "north"),
      ofGroups("s1", "south"),
      ofGroups("s2", "south"),
      ofGroups("s3", "south"),
    ];
    expect(numbersOf(evenly, free)).toEqual([1, -1, -1, -1]);
  });

  test("takes shares relative to their sum", () => {
    const free = [
      ofGroups("n", "north"),
      ofGroups("s1", "south"),
      ofGroups("s2", "south"),
      ofGroups("s3", "south"),
    ];
    const oneInFour = { by: "idleness-balance", shares: { north: 2, south: 6 } } as const;
    expect(numbersOf(oneInFour, free)).toEqual([0, 0, 0, 0]);
  });

  test("counts an agent of several listed groups for the first listed of its own", () => {
    const free = [ofGroups("both", "elsewhere", "south", "north"), ofGroups("n", "north")];
    const southFirst = { by: "idleness-balance", shares: { north: 3, south: 1 } } as const;
    expect(numbersOf(southFirst, free)).toEqual([-0.5, 0.5]);
  });

  test("puts agents of no listed group last and does not count them", () => {
    const free = [
      freeAgent("none"),
      ofGroups("other", "elsewhere"),
      ofGroups("n", "north"),
      ofGroups("s", "south"),
    ];
    expect(numbersOf(evenly, free)).toEqual([2, 2, 0, 0]);
    expect(numbersOf(evenly, [freeAgent("none")])).toEqual([0]);
  });

  test("ranks who is of no listed group after all others, whatever the shares", () => {
    const group = fc.constantFrom("north", "south", "elsewhere");
    const shares = fc.record({ north: fc.nat(9), south: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1 }), shares, (groups, shares) => {
        const free = groups.map((group, index) => ofGroups(`${index}`, group));
        const numbers = numbersOf({ by: "idleness-balance", shares }, free);
        expect(numbers.every(Number.isFinite)).toBe(true);
        const listed = numbers.filter((_number, index) => groups[index] !== "elsewhere");
        const unlisted = numbers.filter((_number, index) => groups[index] === "elsewhere");
        expect(Math.max(...listed, -1000)).toBeLessThan(Math.min(...unlisted, 1000));
      }),
    );
  });
});
