import { expect, it } from "vitest";
import { Random } from "./random.ts";

it("The same seed draws the same, another seed something else", () => {
  const draws = (seed: number): readonly number[] => {
    const random = new Random(seed);
    return Array.from({ length: 10 }, () => random.bits());
  };
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)).not.toEqual(draws(2));
});

it("A copy goes on as the one it was copied from", () => {
  const random = new Random(3);
  random.bits();
  const copied = random.copy();
  expect(copied.hex()).toBe(random.hex());
});

it("Draws have the means they were asked for", () => {
  const random = new Random(1);
  const mean = (draw: () => number): number =>
    Array.from({ length: 20_000 }, draw).reduce((sum, drawn) => sum + drawn, 0) / 20_000;
  expect(mean(() => random.share())).toBeCloseTo(0.5, 1);
  expect(mean(() => random.between(1, 10))).toBeCloseTo(5.5, 0);
  expect(mean(() => random.exponential(60)) / 60).toBeCloseTo(1, 1);
  expect(
    mean(() =>
      random.weighted([
        [3, 1],
        [1, 0],
      ]),
    ),
  ).toBeCloseTo(0.75, 1);
});
