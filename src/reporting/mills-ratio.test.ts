import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { millsRatio } from "./mills-ratio.ts";
import { relativeError } from "./test-answers.ts";

describe("Mills's ratio", () => {
  it("is the square root of half of pi in the middle", () => {
    expect(relativeError(millsRatio(0), Math.sqrt(Math.PI / 2))).toBeLessThan(1e-15);
  });

  it("goes on where the series hands over to the fraction", () => {
    expect(relativeError(millsRatio(2.5 - 1e-12), millsRatio(2.5))).toBeLessThan(1e-11);
  });

  it("keeps between the bounds of Birnbaum and of Sampford", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (x) => {
        const ratio = millsRatio(x);
        expect(ratio).toBeGreaterThanOrEqual((2 / (Math.sqrt(x * x + 4) + x)) * (1 - 1e-12));
        expect(ratio).toBeLessThanOrEqual((4 / (Math.sqrt(x * x + 8) + 3 * x)) * (1 + 1e-12));
      }),
    );
  });

  it("falls from endless to nothing", () => {
    const ratios = [-1e6, -39, -5, -1, 0, 1, 2.4, 2.6, 5, 39, 1e6].map(millsRatio);
    expect(ratios).toEqual(ratios.toSorted((one, other) => other - one));
    expect(ratios[0]).toBe(Number.POSITIVE_INFINITY);
  });
});
