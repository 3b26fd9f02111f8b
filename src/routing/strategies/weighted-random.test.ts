import * as fc from "fast-check";
import { expect, test } from "vitest";
import { drawFrom } from "./draw.ts";
import { freeAgent, numbersOf, offeredInOrder } from "./test-free-agent.ts";

const byChance = { by: "weighted-random" } as const;
const draws = 100_000;
/** A sequence that fills 0 to 1 evenly without being random: the hash alone must make it look so. */
const chanceOf = (draw: number) => (draw * 0.6180339887498949) % 1;

/** Pearson's X² of these counts against what was expected. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, index) => {
    const mean = expected[index] ?? 0;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
}

const weights = [1, 1, 2, 3, 0.5, 2.5];
const free = weights.map((weight, index) => freeAgent(`agent-${index}`, { weight }));

test("offers to each agent first in proportion to its weight", () => {
  const counts = weights.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const numbers = numbersOf(byChance, free, { chance: chanceOf(draw) });
    const first = numbers.indexOf(Math.min(...numbers));
    counts[first] = (counts[first] ?? 0) + 1;
  }
  // 5 degrees of freedom: beyond 25.7 once in 10,000.
  expect(
    chiSquare(
      counts,
      weights.map((weight) => (draws * weight) / 10),
    ),
  ).toBeLessThan(25.7);
});

test("offers to the second in proportion to the weights that are left", () => {
  const counts = new Map<string, number>();
  const three = free.slice(1, 4);
  for (let draw = 0; draw < draws; draw++) {
    const order = offeredInOrder(byChance, three, { chance: chanceOf(draw) })
      .slice(0, 2)
      .join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const expected = { "1,2": 2 / 30, "1,3": 3 / 30, "2,1": 1 / 12, "2,3": 3 / 12, "3,1": 1 / 6, "3,2": 2 / 6 };
  const orders = Object.keys(expected).map((order) => `agent-${order.replace(",", ",agent-")}`);
  const means = Object.values(expected).map((part) => draws * part);
  // 5 degrees of freedom again.
  expect(
    chiSquare(
      orders.map((order) => counts.get(order) ?? 0),
      means,
    ),
  ).toBeLessThan(25.7);
});

test("draws evenly between 0 and 1, for any agent and from any source of chance", () => {
  const cells = Array.from({ length: 100 }, () => 0);
  for (let draw = 0; draw < draws; draw++) {
    const cell = Math.floor(drawFrom(Math.floor(draw / 100) / 1000)(`${draw % 100}`) * 100);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  // 99 degrees of freedom: beyond 159 once in 10,000.
  expect(
    chiSquare(
      cells,
      cells.map(() => draws / 100),
    ),
  ).toBeLessThan(159);
});

test("draws the same for the same agent, whoever else is free", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(chance, (chance) => {
      expect(numbersOf(byChance, free.slice(2, 3), { chance })).toEqual(
        numbersOf(byChance, free, { chance }).slice(2, 3),
      );
    }),
  );
});

test("draws finite numbers above 0 and gives an agent without a weight 1", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.string(), chance, (id, chance) => {
      const [plain = 0, one = 0, three = 0] = numbersOf(
        byChance,
        [freeAgent(id), freeAgent(id, { weight: 1 }), freeAgent(id, { weight: 3 })],
        { chance },
      );
      expect(plain).toBeGreaterThan(0);
      expect(plain).toBeLessThan(50);
      expect(one).toBe(plain);
      expect(three).toBe(plain / 3);
    }),
  );
});
