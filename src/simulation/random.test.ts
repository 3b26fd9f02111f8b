import { describe, expect, test } from "vitest";
import { Random, randomFor } from "./random.ts";

const draws = 200_000;

/** Mean, and standard deviation as a part of it. */
function moments(draw: () => number): { readonly mean: number; readonly cv: number } {
  let sum = 0;
  let squares = 0;
  for (let drawn = 0; drawn < draws; drawn += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / draws;
  return { mean, cv: Math.sqrt(squares / draws - mean * mean) / mean };
}

describe("a random source", () => {
  test("draws what the authors' own program draws", () => {
    const random = new Random([1, 2, 3, 4]);
    const drawn = Array.from({ length: 10 }, () => random.bits());
    expect(drawn).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011,
      621204420,
    ]);
  });

  test("draws the same for the same seed and purpose, and not for others", () => {
    const first = (seed: number, purpose: string): number => randomFor(seed, purpose).unit();
    expect(first(1, "arrivals")).toBe(first(1, "arrivals"));
    const others = [
      first(1, "arrivals"),
      first(2, "arrivals"),
      first(1, "service"),
      first(2 ** 32 + 1, "arrivals"),
    ];
    expect(new Set(others).size).toBe(4);
  });

  test("draws units evenly from 0 up to but not including 1", () => {
    const random = randomFor(1, "units");
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let drawn = 0; drawn < draws; drawn += 1) {
      const tenth = Math.floor(random.unit() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    for (const count of tenths) expect(Math.abs(count - draws / 10)).toBeLessThan(4 * Math.sqrt(draws / 10));
  });

  test.each([
    { what: "exponential", draw: (random: Random) => random.exponential(3), mean: 3, cv: 1 },
    { what: "gamma, little spread", draw: (random: Random) => random.gamma(5, 0.2), mean: 5, cv: 0.2 },
    { what: "gamma, much spread", draw: (random: Random) => random.gamma(5, 1.5), mean: 5, cv: 1.5 },
    { what: "lognormal", draw: (random: Random) => random.lognormal(180, 0.8), mean: 180, cv: 0.8 },
    { what: "Poisson, few", draw: (random: Random) => random.poisson(2), mean: 2, cv: Math.sqrt(1 / 2) },
    { what: "Poisson, many", draw: (random: Random) => random.poisson(50), mean: 50, cv: Math.sqrt(1 / 50) },
  ])("draws numbers of the mean and spread asked for: $what", ({ draw, mean, cv }) => {
    const random = randomFor(1, "numbers");
    const found = moments(() => draw(random));
    expect(Math.abs(found.mean - mean)).toBeLessThan((4 * mean * cv) / Math.sqrt(draws));
    expect(Math.abs(found.cv / cv - 1)).toBeLessThan(0.03);
  });

  test("draws the mean itself where there is no spread, and no events where none are expected", () => {
    const random = randomFor(1, "numbers");
    expect([random.gamma(7, 0), random.lognormal(7, 0), random.poisson(0)]).toEqual([7, 7, 0]);
  });
});
