import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eligibilityTest } from "../../../src/routing/index.ts";
import { loadPlatform } from "../../../src/storage/postgres/index.ts";
import { PlatformDocument, validatePlatform } from "../../../src/tenancy/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { importInto } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

let example: PlatformDocument;
let database: TestDatabase;
beforeAll(async () => {
  const file = new URL("../../../example/platform.json", import.meta.url);
  example = PlatformDocument.parse(JSON.parse(await readFile(file, "utf8")));
  database = await openMigrated();
});
afterAll(() => database.stop());

describe("the example platform", () => {
  test("is valid, without so much as a warning", () => {
    expect(validatePlatform(example)).toEqual([]);
  });

  test("is imported and loaded: operator and two tenants, each on its number with its own agents", async () => {
    expect(await importInto(database.db, example)).toMatchObject({ imported: true });
    const { operator, tenants } = await loadPlatform(database.db, recordedLog());
    const seen = tenants.map(({ name, numbers, agents }) => [name, [...numbers.keys()], agents.length]);
    expect(Object.fromEntries(seen.map(([name, ...rest]) => [name, rest]))).toEqual({
      阳光呼叫中心: [["99999"], 2],
      北京星空出版社: [["98668"], 3],
      四川棋院: [["98667"], 3],
    });
    expect(tenants.find(({ id }) => id === operator)?.name).toBe("阳光呼叫中心");
  });

  test("has for every queue an own agent who can serve it from the first step, and no two agents of the same skills", async () => {
    const { tenants } = await loadPlatform(database.db, recordedLog());
    for (const { agents, queues } of tenants) {
      for (const { steps } of queues) {
        const able = agents.filter(({ skills }) => steps[0] && eligibilityTest(steps[0].eligible)(skills));
        expect(able.length).toBeGreaterThan(0);
      }
      const sets = agents.map(({ skills }) => JSON.stringify(Object.entries(skills)));
      expect(new Set(sets).size).toBe(agents.length);
    }
  });

  test("has two of the operator's agents help the publisher", async () => {
    const { operator, tenants, rentals } = await loadPlatform(database.db, recordedLog());
    const lent = tenants.find(({ id }) => id === operator)?.agents.map(({ id }) => id);
    const renter = tenants.find(({ key }) => key === "starry-sky-press")?.id;
    expect(rentals).toMatchObject([{ source: "rented", renter, agents: lent }]);
  });
});
