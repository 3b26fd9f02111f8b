import { expect, it } from "vitest";
import { percentileFigures } from "./percentiles.ts";

it("The median and the 95th percentile keep the hundredths of a millisecond", () => {
  const times = Array.from({ length: 100 }, (_, nth) => (nth + 1) / 8);
  const [median, late] = percentileFigures("wait", times);
  expect(median).toMatchObject({ name: "wait-p50", unit: "ms" });
  expect(median?.value).toBeCloseTo(50 / 8, 2);
  expect(late).toMatchObject({ name: "wait-p95", unit: "ms" });
  expect(late?.value).toBeCloseTo(95 / 8, 2);
});

it("The order in which times come does not matter", () => {
  expect(percentileFigures("wait", [9, 1, 5])).toEqual(percentileFigures("wait", [1, 5, 9]));
});
