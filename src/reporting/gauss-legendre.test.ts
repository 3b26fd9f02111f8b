import { expect, it } from "vitest";
import { gaussLegendre } from "./gauss-legendre.ts";

it.each([1, 2, 5, 16])("A rule of %d points is exact for every power it should be", (points) => {
  const rule = gaussLegendre(points);
  for (let power = 0; power < 2 * points; power++) {
    const sum = rule.reduce((total, { at, weight }) => total + weight * at ** power, 0);
    expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 13);
  }
});
