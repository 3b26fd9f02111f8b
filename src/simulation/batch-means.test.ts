import { describe, expect, test } from "vitest";
import { measured, perTime, type Ratio } from "./batch-means.ts";
import { randomFor } from "./random.ts";

function ratio(over: readonly number[], under: readonly number[]): Ratio {
  return { over: Float64Array.from(over), under: Float64Array.from(under) };
}

/** Forty batches of a figure that goes up and down twice as much as a control of mean 5. */
function pair(noise: number): { readonly figure: Ratio; readonly control: Ratio } {
  const random = randomFor(1, "batches");
  const controls = Array.from({ length: 40 }, () => 5 + random.normal());
  const figures = controls.map((control) => 100 + 2 * (control - 5) + noise * random.normal());
  const ones = controls.map(() => 1);
  return { figure: ratio(figures, ones), control: ratio(controls, ones) };
}

describe("a figure measured by batch means", () => {
  test("is the ratio of the totals, not the mean of the ratios", () => {
    expect(measured(ratio([1, 9], [1, 3])).value).toBe(2.5);
  });

  test("is as uncertain as its batches differ", () => {
    // Values 1, 2, 3, 4: variance 5/3, of their mean a quarter of that.
    const { value, standardError } = measured(perTime(Float64Array.from([10, 20, 30, 40]), 10));
    expect(value).toBe(2.5);
    expect(standardError).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
  });

  test("is nothing where nothing was counted", () => {
    expect(measured(ratio([0, 0], [0, 0])).value).toBeNaN();
  });

  test("is put right by a control it goes along with", () => {
    const { figure, control } = pair(0);
    const { value, standardError } = measured(figure, [{ ratio: control, exactly: 5 }]);
    expect(value).toBeCloseTo(100, 9);
    expect(standardError).toBeLessThan(1e-6);
  });

  test("is less uncertain with controls, by what they explain", () => {
    const { figure, control } = pair(0.5);
    const plain = measured(figure).standardError;
    const once = measured(figure, [{ ratio: control, exactly: 5 }]);
    expect(once.standardError).toBeLessThan(0.4 * plain);
    expect(Math.abs(once.value - 100)).toBeLessThan(4 * once.standardError);
  });

  test("takes several controls together", () => {
    const random = randomFor(2, "batches");
    const [a, b] = [1, 2].map(() => Array.from({ length: 40 }, () => random.normal()));
    const ones = Array.from({ length: 40 }, () => 1);
    const sum = ones.map((_, at) => 7 + 3 * (a?.[at] ?? 0) - 2 * (b?.[at] ?? 0));
    const controls = [a, b].map((numbers = []) => ({ ratio: ratio(numbers, ones), exactly: 0 }));
    expect(measured(ratio(sum, ones), controls).value).toBeCloseTo(7, 9);
  });
});
