import { describe, expect, it } from "vitest";
import { Tally } from "./tally.ts";

describe("the tally", () => {
  it("calls lost what neither an agent nor the feed can account for", () => {
    const tally = new Tally();
    tally.offered = 10;
    tally.answered = 6;
    tally.misrouted = 1;
    tally.abandoned = 2;
    expect(tally.summary(3.04)).toMatchObject({ lost: 1, setUpSeconds: 3 });
  });

  it("gives the wait that 95 of 100 callers stayed below", () => {
    const tally = new Tally();
    expect(tally.waitPercentile(95)).toBe(0);
    for (let wait = 1; wait <= 100; wait += 1) tally.waited(wait);
    expect(tally.summary(0).waitP95Ms).toBe(95);
  });
});
