import * as fc from "fast-check";
import { expect, it } from "vitest";
import { exponentialExcess } from "./exponential-excess.ts";
import { relativeError } from "./test-answers.ts";

it("What an exponential has over its tangent keeps its digits however small it is", () => {
  for (const x of [1e-3, 1e-6, 1e-9]) {
    const byHand = ((x * x) / 2) * (1 + x / 3 + (x * x) / 12 + (x * x * x) / 60);
    expect(relativeError(exponentialExcess(x), byHand)).toBeLessThan(1e-12);
  }
});

it("What an exponential has over its tangent is the same by series and by difference", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.constantFrom(-1, 1), (size, sign) => {
      const x = size * sign;
      expect(relativeError(exponentialExcess(x), Math.expm1(x) - x)).toBeLessThan(1e-14);
    }),
  );
});
