import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPlatform } from "../../../src/storage/postgres/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { contentOf, goodbye, importInto, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const skills = ["orders", "editorial", "english"];
const level = fc.integer({ min: 1, max: 10 });

/** A tenant's document over few keys, so that two of them share some, change some and lack some of the other's. */
const anyTenant = fc
  .record({
    held: fc.uniqueArray(fc.constantFrom(...skills)),
    agents: fc.uniqueArray(fc.constantFrom("a1", "a2", "a3")),
    queues: fc.uniqueArray(fc.constantFrom("q1", "q2")),
    numbers: fc.uniqueArray(fc.constantFrom("98668", "98669", "+8610098668"), { minLength: 1 }),
    flows: fc.uniqueArray(fc.constantFrom("f1", "f2"), { minLength: 1 }),
    username: fc.constantFrom("desk", "home"),
    text: fc.constantFrom("Hello.", "Good day."),
    level,
  })
  .map(({ held, agents, queues, numbers, flows, username, text, level }) => {
    const levels = Object.fromEntries(held.map((skill) => [skill, level]));
    return publisher({
      skills: held,
      agents: agents.map((key) => ({ key, name: text, sipUsername: `${username}-${key}`, skills: levels })),
      queues: queues.map((key) => ({ key, name: text, requires: levels })),
      numbers: numbers.map((number) => ({ number, flow: flows[0] ?? "" })),
      flows: flows.map((key) => ({ key, name: text, graph: goodbye(text) })),
    });
  });

let database: TestDatabase;
beforeAll(async () => {
  database = await openMigrated();
});
afterAll(() => database.stop());

test("importing one document over another leaves what importing it alone leaves", async () => {
  await fc.assert(
    fc.asyncProperty(anyTenant, anyTenant, async (before, after) => {
      await database.empty();
      expect(await importInto(database.db, platformOf([after]))).toMatchObject({ imported: true });
      const alone = contentOf(await loadPlatform(database.db, recordedLog()));
      await database.empty();
      await importInto(database.db, platformOf([before]));
      expect(await importInto(database.db, platformOf([after]))).toMatchObject({ imported: true });
      expect(contentOf(await loadPlatform(database.db, recordedLog()))).toEqual(alone);
    }),
    { numRuns: 25 },
  );
});
