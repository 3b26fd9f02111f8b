import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangA } from "./erlang-a.ts";
import { garnettWaitProbability } from "./garnett.ts";
import { halfinWhittWaitProbability } from "./halfin-whitt.ts";
import { given, offered, relativeError } from "./test-answers.ts";

const ratios = fc.double({ min: -12, max: 12, noNaN: true }).map((tens) => 10 ** tens);

describe("Garnett's delay function", () => {
  it("falls as the reserve of agents grows, whatever the patience", () => {
    const betas = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(betas, fc.double({ min: -5, max: 5, noNaN: true })), ratios, (beta, ratio) => {
        const share = given(garnettWaitProbability(beta, ratio));
        expect(share >= 0 && share <= 1).toBe(true);
        expect(given(garnettWaitProbability(Math.max(-1e6, beta - 0.1), ratio))).toBeGreaterThanOrEqual(
          share - 1e-12,
        );
      }),
    );
  });

  it("comes to Halfin and Whitt's as patience becomes endless", () => {
    const endless = given(garnettWaitProbability(0.5, 1e-12));
    expect(relativeError(endless, given(halfinWhittWaitProbability(0.5)))).toBeLessThan(1e-9);
  });

  it.each([-1, 0, 1])("is within two per cent of Erlang A with about 10,000 agents at β = %d", (beta) => {
    const agents = 10_000 + beta * 100;
    const work = { agents, ...offered(10_000), meanPatienceSeconds: 90, thresholdSeconds: 0 };
    const exact = given(erlangA(work)).waitProbability;
    expect(relativeError(given(garnettWaitProbability(beta, 2)), exact)).toBeLessThan(0.02);
  });

  it("refuses a patience that is endless or none", () => {
    const refusal = { ok: false, why: "out-of-range", input: "patienceRatio" };
    expect(garnettWaitProbability(0, 0)).toEqual(refusal);
    expect(garnettWaitProbability(0, 1e13)).toEqual(refusal);
  });
});
