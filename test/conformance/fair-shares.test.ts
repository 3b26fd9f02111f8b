import { beforeAll, describe, expect, test } from "vitest";
import { TenantId } from "../../src/ids.ts";
import { erlangC } from "../../src/reporting/index.ts";
import { lengthOf, measured, type Report, simulate } from "../../src/simulation/index.ts";
import { type Renter, sharingScenario } from "./support/sharing.ts";

const calls = 600_000;

function reportOf(poolSize: number, renters: readonly Renter[], length = calls): Report {
  const scenario = sharingScenario(poolSize, renters);
  return simulate(scenario, lengthOf(scenario, length, 1));
}

describe("tenants who share agents and always have calls waiting get their contract's share of agent time", () => {
  const cases: readonly { what: string; pool: number; renters: readonly Renter[] }[] = [
    {
      what: "3 : 1, both overloaded alike",
      pool: 20,
      renters: [
        { name: "x", weight: 3, erlangs: 45, handlingSeconds: 180, patienceSeconds: 300 },
        { name: "y", weight: 1, erlangs: 15, handlingSeconds: 180, patienceSeconds: 600 },
      ],
    },
    {
      what: "1 : 3, the smaller flooding with calls a third as long",
      pool: 20,
      renters: [
        { name: "x", weight: 1, erlangs: 200, handlingSeconds: 120, patienceSeconds: 60 },
        { name: "y", weight: 3, erlangs: 30, handlingSeconds: 360, patienceSeconds: 600 },
      ],
    },
    {
      what: "5 : 3 : 2, with calls of different length",
      pool: 30,
      renters: [
        { name: "x", weight: 5, erlangs: 60, handlingSeconds: 180, patienceSeconds: 600 },
        { name: "y", weight: 3, erlangs: 40, handlingSeconds: 240, patienceSeconds: 600 },
        { name: "z", weight: 2, erlangs: 30, handlingSeconds: 300, patienceSeconds: 600 },
      ],
    },
    {
      what: "3 : 1 of a single agent",
      pool: 1,
      renters: [
        { name: "x", weight: 3, erlangs: 4, handlingSeconds: 180, patienceSeconds: 3000 },
        { name: "y", weight: 1, erlangs: 3, handlingSeconds: 180, patienceSeconds: 3000 },
      ],
    },
  ];

  test.each(cases)("$what", ({ pool, renters }) => {
    const report = reportOf(pool, renters);
    const allWeights = renters.reduce((sum, { weight }) => sum + weight, 0);
    for (const { name, weight } of renters) {
      const share = measured(report.shareOf(TenantId(name)));
      const contract = weight / allWeights;
      expect(share.standardError).toBeLessThan(0.01 * contract);
      expect(Math.abs(share.value / contract - 1)).toBeLessThan(0.02);
    }
  });
});

describe("a tenant whose load is within its share of the agents", () => {
  /** A quarter of 20 agents is five; this keeps four of them busy. */
  const modest: Renter = { name: "modest", weight: 1, erlangs: 4, handlingSeconds: 180 };

  function flooded(erlangs: number): Report {
    const flood = { name: "flood", weight: 3, erlangs, handlingSeconds: 180, patienceSeconds: 120 };
    return reportOf(20, [flood, modest], 2 * calls);
  }

  const reports: Report[] = [];

  beforeAll(() => {
    reports.push(flooded(60), flooded(120));
  }, 600_000);

  test("is served all the same when another floods, and the flood gets what it leaves unused", () => {
    for (const report of reports) {
      const share = measured(report.shareOf(TenantId("modest")));
      expect(Math.abs(share.value - 4 / 20)).toBeLessThan(
        Math.max(4 * share.standardError, 0.02 * share.value),
      );
      expect(measured(report.occupancy()).value).toBeGreaterThan(0.999);
    }
  });

  test("waits no longer when the flood doubles", () => {
    const [one, other] = reports.map((report) => measured(report.callers("modest").waitMs));
    if (one === undefined || other === undefined) throw new Error("not simulated");
    const error = Math.hypot(one.standardError, other.standardError);
    expect(error).toBeLessThan(0.1 * one.value);
    expect(Math.abs(one.value - other.value)).toBeLessThan(4 * error);
  });

  test("waits no longer than its share would make it wait as agents of its own", () => {
    const own = erlangC({ agents: 5, callsPerHour: 80, ahtSeconds: 180, thresholdSeconds: 20 });
    if (!own.ok) throw new Error(own.why);
    // Whoever of the 20 agents is the first to become free: none is kept free for it.
    const firstFreeMs = 180_000 / 20;
    for (const report of reports) {
      const { value, standardError } = measured(report.callers("modest").waitMs);
      expect(value).toBeLessThan(own.value.asaSeconds * 1000 + firstFreeMs + 3 * standardError);
    }
  });
});
