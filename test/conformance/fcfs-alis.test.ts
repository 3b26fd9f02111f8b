import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { comparisons, instances, scenarioOf } from "./support/fcfs-alis.ts";

/** As many calls as it takes for a standard error of 1 % of every wait. */
const calls: Readonly<Record<string, number>> = {
  N2: 1_500_000,
  N_pools_3_3: 2_900_000,
  W_3x2: 1_500_000,
  M_2x3: 1_400_000,
  X_2x3_hetero: 1_500_000,
};

describe("first come first served by the longest idle agent has the exact product form", () => {
  test.each(instances)("in $id: who serves whom, utilisation, waits and service level", (instance) => {
    const scenario = scenarioOf(instance);
    const report = simulate(scenario, lengthOf(scenario, calls[instance.id] ?? 0, 1));
    const figures = comparisons(instance, report);
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });
});
