import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPlatform } from "../../../src/storage/postgres/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import {
  academy,
  contentOf,
  goodbye,
  importInto,
  platformOf,
  publisher,
  type Written,
  type WrittenTenant,
} from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const skills = ["orders", "editorial", "english"];
const groups = ["day", "night"];
const level = fc.integer({ min: 1, max: 10 });

type Agent = NonNullable<WrittenTenant["agents"]>[number];
type Capacity = NonNullable<Agent["capacity"]>;
type Members = NonNullable<Written["sharedPools"]>[number]["members"];

const rules = fc.record(
  {
    priority: fc.constantFrom(
      { mode: "strict" as const },
      { mode: "head-start" as const, headStartSeconds: { "9": 60 } },
    ),
    offering: fc.constantFrom({ mode: "claim" as const }, { mode: "several" as const, atMost: 3 }),
    maximumWaiting: fc.integer({ min: 1, max: 3 }),
    wrapUpSeconds: fc.constantFrom(0, 2.5),
  },
  { requiredKeys: [] },
);

const agent = fc.record(
  {
    groups: fc.subarray(groups),
    weight: fc.constantFrom(1, 2.5),
    capacity: fc.constantFrom<Capacity>(
      { voice: { slots: 1 } },
      { voice: { slots: 1 }, chat: { slots: 3, interruptedBy: ["voice"] } },
    ),
  },
  { requiredKeys: [] },
);

/** A tenant's document over few keys, so that two of them share some, change some and lack some of the other's. */
const anyTenant = fc
  .record({
    held: fc.uniqueArray(fc.constantFrom(...skills)),
    agents: fc.uniqueArray(fc.constantFrom("a1", "a2", "a3")),
    agent,
    queues: fc.uniqueArray(fc.constantFrom("q1", "q2")),
    rules,
    numbers: fc.uniqueArray(fc.constantFrom("98668", "98669", "+8610098668"), { minLength: 1 }),
    flows: fc.uniqueArray(fc.constantFrom("f1", "f2"), { minLength: 1 }),
    username: fc.constantFrom("desk", "home"),
    text: fc.constantFrom("Hello.", "Good day."),
    level,
  })
  .map(({ held, agents, agent, queues, rules, numbers, flows, username, text, level }) => {
    const [first] = queues;
    const eligible = held.map((skill) => `${skill} >= ${level}`).join(" && ") || "anyone";
    const strategy = agents.length === 0 ? {} : { strategy: { by: "ordered-list" as const, agents } };
    return publisher({
      skills: held,
      groups,
      agents: agents.map((key) => ({
        ...agent,
        key,
        name: text,
        sipUsername: `${username}-${key}`,
        skills: Object.fromEntries(held.map((skill) => [skill, level])),
      })),
      queues: queues.map((key) => ({
        ...rules,
        ...strategy,
        key,
        name: text,
        steps: [
          { eligible, forSeconds: 20 },
          { eligible: "anyone", groups },
        ],
        ...(first !== undefined && first !== key && { overflow: { closed: { to: "queue", queue: first } } }),
      })),
      numbers: numbers.map((number) => ({ number, flow: flows[0] ?? "" })),
      flows: flows.map((key) => ({ key, name: text, graph: goodbye(text) })),
    });
  });

/** Contracts by which the academy's only agent serves the publisher, or the publisher's groups the academy. */
const anyContracts = fc.record({
  rentals: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom("r1", "r2"),
      lender: fc.constant("qiyuan"),
      renter: fc.constant("xingkong"),
      agents: fc.constant<string[]>(["a801"]),
      skills: fc.constant({}),
      weight: fc.constantFrom(1, 3),
    }),
    { selector: ({ key }) => key },
  ),
  sharedPools: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom("p1", "p2"),
      lender: fc.constant("xingkong"),
      groups: fc.subarray(groups, { minLength: 1 }),
      members: fc.constantFrom<Members[]>([{ tenant: "qiyuan" }], [{ tenant: "qiyuan", weight: 2, cap: 4 }]),
    }),
    { selector: ({ key }) => key },
  ),
});

const anyDocument = fc
  .tuple(anyTenant, anyContracts)
  .map(([tenant, contracts]) => platformOf([tenant, academy()], [], contracts));

let database: TestDatabase;
beforeAll(async () => {
  database = await openMigrated();
});
afterAll(() => database.stop());

test("importing one document over another leaves what importing it alone leaves", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, anyDocument, async (before, after) => {
      await database.empty();
      expect(await importInto(database.db, after)).toMatchObject({ imported: true });
      const log = recordedLog();
      const alone = contentOf(await loadPlatform(database.db, log));
      await database.empty();
      await importInto(database.db, before);
      expect(await importInto(database.db, after)).toMatchObject({ imported: true });
      expect(contentOf(await loadPlatform(database.db, log))).toEqual(alone);
      expect(log.lines).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
