import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { estimatedScenarios, referenceError, relativeError } from "./support/estimates.ts";

/**
 * The middle of the range that a caller is told, against the mean of all past waits of those who found as many
 * waiting: the best that is known without a model of the centre.
 */
describe("the wait estimated for a caller is as near as the mean of past waits, within 10 %, in", () => {
  test.each(Object.entries(estimatedScenarios))("%s", (name, scenario) => {
    const report = simulate(scenario, lengthOf(scenario, 600_000, 1));
    expect(relativeError(report)).toBeLessThan(1.1 * referenceError(name));
    // Nobody who had to wait was left without an estimate, but for a few at the very beginning.
    const waitedAndServed = report.count("waited") - report.count("abandoned");
    expect(report.count("estimated")).toBeGreaterThan(0.999 * waitedAndServed);
  });
});
