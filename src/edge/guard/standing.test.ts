import { describe, expect, it } from "vitest";
import { Standings } from "./standing.ts";

const settings = { strikes: 3, banSeconds: 10 };
const proven = { proven: true };
const claimed = { proven: false };

describe("a source that fails again and again", () => {
  it("is banned where each failure was its own, each time for longer", () => {
    const standings = new Standings(settings);
    const failThrice = (now: number) => [0, 1, 2].map(() => standings.fail("a", proven, now)).at(-1);
    expect(failThrice(0)).toBe("banned");
    expect([standings.of("a", 9_999), standings.of("a", 10_000)]).toEqual(["banned", "good"]);
    expect(failThrice(20_000)).toBe("banned");
    expect([standings.of("a", 39_999), standings.of("a", 40_000)]).toEqual(["banned", "good"]);
    expect(standings.of("b", 0)).toBe("good");
  });

  it("is only slowed where anyone could have forged it", () => {
    const standings = new Standings(settings);
    for (let i = 0; i < 100; i++) standings.fail("a", claimed, 0);
    expect(standings.of("a", 0)).toBe("slowed");
  });

  it("is banned where failures turn out to have been its own, once for each", () => {
    const standings = new Standings(settings);
    expect(standings.prove("a", 0)).toBeUndefined();
    const became = [];
    for (let i = 0; i < 3; i++) {
      standings.fail("a", claimed, i);
      became.push(standings.prove("a", i));
    }
    expect(became).toEqual([undefined, undefined, "banned"]);
  });

  it("is neither where failures are rare, or where it does well in between", () => {
    const standings = new Standings(settings);
    for (let minute = 0; minute < 20; minute++) standings.fail("rare", proven, minute * 30_000);
    for (let i = 0; i < 20; i++) {
      standings.fail("mixed", proven, i);
      if (i % 2 === 1) standings.forgive("mixed");
    }
    expect([standings.of("rare", 600_000), standings.of("mixed", 20)]).toEqual(["good", "good"]);
  });

  it("is let be where bans are switched off", () => {
    const standings = new Standings({ strikes: 0, banSeconds: 0 });
    for (let i = 0; i < 100; i++) standings.fail("a", proven, 0);
    expect(standings.of("a", 0)).toBe("good");
  });
});
