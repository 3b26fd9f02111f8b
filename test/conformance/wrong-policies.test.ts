import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements } from "./support/agreement.ts";
import { comparisons, instances, negativeControls } from "./support/fcfs-alis.ts";
import { wrongPolicies } from "./support/wrong-policies.ts";

/** Those whose figures the reference found far enough off to be told from chance. */
const detectable = negativeControls.rows.filter(({ maxZ, policy }) => maxZ > 4 && policy in wrongPolicies);

describe("the check against the product form finds out a router that", () => {
  test("is wrong in any of the ways the reference knows", () => {
    expect(detectable).toHaveLength(18);
  });

  test.each(detectable)("in $instance follows $policy", ({ instance: id, policy }) => {
    const instance = instances.find((instance) => instance.id === id);
    const wrong = instance && wrongPolicies[policy]?.(instance);
    if (instance === undefined || wrong === undefined) throw new Error(`there is no instance ${id}`);
    const report = simulate(wrong.scenario, lengthOf(wrong.scenario, 200_000, 1), wrong.routing);
    expect(disagreements(comparisons(instance, report))).not.toEqual([]);
  });
});
