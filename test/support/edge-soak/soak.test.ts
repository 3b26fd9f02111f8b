import { describe, expect, it } from "vitest";
import { ALL_OVER_MS, heldBy, NOTHING } from "./held.ts";
import { indoors } from "./indoors.ts";
import { LIVES } from "./lives.ts";

describe("what the server holds when traffic has ended", () => {
  it.each(LIVES)("is nothing after $name", ({ live }) => {
    const house = indoors();
    live(house, 1);
    expect(house.failures).toEqual([]);
    house.clock.advance(ALL_OVER_MS);
    expect(heldBy(house)).toEqual(NOTHING);
  });

  it("is nothing after some thousand lives of all kinds at once, whenever they end", () => {
    const house = indoors();
    for (let nth = 0; nth < 200; nth++) {
      for (const { live } of LIVES) live(house, nth);
      house.clock.advance(nth * 10);
    }
    expect(heldBy(house).serverTransactions).toBeGreaterThan(100);
    house.clock.advance(ALL_OVER_MS);
    expect(heldBy(house)).toEqual(NOTHING);
    expect(house.failures).toEqual([]);
  });
});
