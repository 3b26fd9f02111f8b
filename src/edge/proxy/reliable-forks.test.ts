import { describe, expect, it } from "vitest";
import { ReliableForks } from "./reliable-forks.ts";

describe("reliable provisional responses of several forks (RFC 3262)", () => {
  it("keep their numbers where they do not come near one another", () => {
    const forks = new ReliableForks();
    expect([forks.shift("a", 100), forks.shift("b", 900_000), forks.shift("a", 101)]).toEqual([0, 0, 0]);
    expect(forks.moved()).toEqual([]);
  });

  it("are moved as a whole where they do, so that each still counts by ones and none meets another", () => {
    const forks = new ReliableForks();
    const seen = ["a", "b", "c"].flatMap((tag) => [1, 2].map((rseq) => rseq + forks.shift(tag, rseq)));
    expect(new Set(seen).size).toBe(6);
    for (const at of [0, 2, 4]) expect((seen[at + 1] ?? 0) - (seen[at] ?? 0)).toBe(1);
    expect(forks.moved()).toEqual(["b", "c"]);
  });
});
