import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangC } from "./erlang-c.ts";
import { halfinWhittBeta, halfinWhittWaitProbability } from "./halfin-whitt.ts";
import { given, offered, relativeError } from "./test-answers.ts";

describe("the Halfin–Whitt delay function", () => {
  it("falls from 1, where there is no reserve of agents", () => {
    const betas = [0, 0.01, 0.5, 1, 2, 5, 20, 39, 1e6];
    const shares = betas.map((beta) => given(halfinWhittWaitProbability(beta)));
    expect(shares).toEqual(shares.toSorted((one, other) => other - one));
    expect(shares[0]).toBe(1);
    expect(shares.at(-1)).toBe(0);
  });

  it("is taken back by its inverse", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (share) => {
        const beta = given(halfinWhittBeta(share));
        expect(relativeError(given(halfinWhittWaitProbability(beta)), share)).toBeLessThan(1e-12);
      }),
    );
  });

  it("is within one per cent of Erlang C with 10,000 agents", () => {
    const erlangs = 10_000 - 100;
    const exact = given(erlangC({ agents: 10_000, ...offered(erlangs), thresholdSeconds: 0 }));
    const limit = given(halfinWhittWaitProbability(100 / Math.sqrt(erlangs)));
    expect(relativeError(limit, exact.waitProbability)).toBeLessThan(0.01);
  });

  it("refuses a reserve below none, and shares that are none or all", () => {
    expect(halfinWhittWaitProbability(-0.1)).toEqual({
      ok: false,
      why: "out-of-range",
      input: "halfinWhittBeta",
    });
    expect(halfinWhittBeta(0)).toMatchObject({ ok: false, why: "out-of-range" });
    expect(halfinWhittBeta(1)).toMatchObject({ ok: false, why: "out-of-range" });
    expect(halfinWhittBeta(Number.NaN)).toMatchObject({ ok: false, why: "not-a-number" });
  });
});
