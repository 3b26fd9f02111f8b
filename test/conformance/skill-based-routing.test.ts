import { beforeAll, describe, expect, test } from "vitest";
import { lengthOf, measured, type Report, simulate } from "../../src/simulation/index.ts";
import { disagreements } from "./support/agreement.ts";
import {
  callTypes,
  flatRows,
  fullyFlexibleComparisons,
  oneSkillComparisons,
  simulatedComparisons,
  skillBasedScenario,
} from "./support/wallace-whitt.ts";

describe("a centre of six skills, after Wallace and Whitt", () => {
  const reports: Report[] = [];

  beforeAll(() => {
    for (let skills = 1; skills <= callTypes; skills += 1) {
      const scenario = skillBasedScenario(skills);
      reports[skills] = simulate(scenario, lengthOf(scenario, 1_000_000, 1));
    }
  }, 600_000);

  function reportOf(skills: number): Report {
    const report = reports[skills];
    if (report === undefined) throw new Error(`nothing was simulated with ${skills} skills`);
    return report;
  }

  test("loses the calls that theory says when each agent has one skill", () => {
    expect(disagreements(oneSkillComparisons(reportOf(1)))).toEqual([]);
  });

  test.each(flatRows)("does as the reference says with $skillsPerAgent skills for each agent", (row) => {
    expect(disagreements(simulatedComparisons(row, reportOf(row.skillsPerAgent)))).toEqual([]);
  });

  test("is M/M/90/120 when every agent has every skill", () => {
    expect(disagreements(fullyFlexibleComparisons(reportOf(callTypes)))).toEqual([]);
  });

  test("does nearly as well with two skills for each agent as with all six, and not with one", () => {
    const [one, two, all] = [1, 2, callTypes].map((skills) => {
      const { waitMs, blocked, good } = reportOf(skills).callers();
      return { wait: measured(waitMs).value, blocked: measured(blocked).value, good: measured(good).value };
    });
    if (one === undefined || two === undefined || all === undefined) throw new Error("not simulated");
    // Of what all six skills gain in waits, blocking and service, two gain nine parts in ten, or nearly.
    expect((one.wait - two.wait) / (one.wait - all.wait)).toBeGreaterThan(0.92);
    expect((one.blocked - two.blocked) / (one.blocked - all.blocked)).toBeGreaterThan(0.97);
    expect((two.good - one.good) / (all.good - one.good)).toBeGreaterThan(0.75);
    expect(two.wait / all.wait).toBeLessThan(1.4);
  });
});
