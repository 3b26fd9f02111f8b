import { beforeAll, describe, expect, test } from "vitest";
import { lengthOf, measured, type Report, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { skillBasedTrials } from "./support/trials/skill-based.ts";
import { callTypes } from "./support/wallace-whitt.ts";

describe("a centre of six types of calls, after Wallace and Whitt", () => {
  const reports = new Map<string, Report>();

  beforeAll(() => {
    for (const { name, scenario, calls } of skillBasedTrials)
      reports.set(name, simulate(scenario, lengthOf(scenario, calls, 1)));
  }, 600_000);

  function reportOf(name: string): Report {
    const report = reports.get(name);
    if (report === undefined) throw new Error(`nothing was simulated as ${name}`);
    return report;
  }

  test.each(skillBasedTrials)("does as theory or the reference says $inWords", ({ name, compare }) => {
    const figures = compare(reportOf(name));
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures, { mostError: 0.01, tinyBelow: 0 })).toEqual([]);
  });

  test("does nearly as well with two skills for each agent as with all six, and not with one", () => {
    const [one, two, all] = [1, 2, callTypes].map((skills) => {
      const { waitMs, blocked, good } = reportOf(`skill-based-${skills}`).callers();
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
