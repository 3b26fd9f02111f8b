import { describe, expect, it } from "vitest";
import { RecentMap } from "./recent-map.ts";

describe("a map of the recent", () => {
  it("pushes out the one used longest ago, and looking without use keeps nothing", () => {
    const map = new RecentMap<string, number>(2);
    map.set("a", 1);
    map.set("b", 2);
    expect(map.get("a")).toBe(1);
    map.set("c", 3);
    expect([map.peek("a"), map.peek("b"), map.peek("c")]).toEqual([1, undefined, 3]);
    map.set("d", 4);
    expect([map.peek("a"), map.size]).toEqual([undefined, 2]);
  });
});
