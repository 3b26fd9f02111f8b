import { describe, expect, it } from "vitest";
import type { SrvRecord } from "./records.ts";
import { inOrderOfTrial } from "./srv.ts";

function record(name: string, priority: number, weight: number): SrvRecord {
  return { name, priority, weight, port: 5060 };
}

/** Chance that gives these numbers, and then only 0. */
function drawing(...numbers: readonly number[]): () => number {
  const left = [...numbers];
  return () => left.shift() ?? 0;
}

function namesOf(records: readonly SrvRecord[]): string[] {
  return records.map(({ name }) => name);
}

describe("the order of SRV records (RFC 2782)", () => {
  // The example zone of the RFC: two fast servers and one slow, backups behind them.
  const zone = [
    record("sysadmins-box", 1, 0),
    record("server", 1, 0),
    record("slow-box", 0, 1),
    record("fast-box", 0, 3),
  ];

  it("goes by priority first, lowest first", () => {
    expect(namesOf(inOrderOfTrial(zone, drawing()))).toEqual([
      "slow-box",
      "fast-box",
      "sysadmins-box",
      "server",
    ]);
  });

  it.each([
    [0, "slow-box"],
    [0.39, "slow-box"],
    [0.41, "fast-box"],
    [0.999, "fast-box"],
  ])("draws %d among a total weight of 4: %s comes first", (number, first) => {
    expect(namesOf(inOrderOfTrial(zone, drawing(number)))[0]).toBe(first);
  });

  it("gives each its share over many draws, those of weight 0 next to nothing", () => {
    const records = [
      record("rest", 0, 0),
      record("one", 0, 10),
      record("three", 0, 30),
      record("six", 0, 60),
    ];
    const firsts = new Map<string, number>();
    for (let i = 0; i < 1000; i++) {
      const name = namesOf(inOrderOfTrial(records, drawing((i + 0.5) / 1000)))[0] ?? "";
      firsts.set(name, (firsts.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(firsts)).toEqual({ rest: 10, one: 99, three: 297, six: 594 });
  });

  it("keeps every record, each once, whatever is drawn", () => {
    const order = namesOf(inOrderOfTrial(zone, () => 0.999));
    expect(order.toSorted()).toEqual(["fast-box", "server", "slow-box", "sysadmins-box"]);
  });

  it("leaves out a target that says the service is not offered", () => {
    expect(inOrderOfTrial([record("", 0, 0), record(".", 0, 0)], drawing())).toEqual([]);
  });
});
