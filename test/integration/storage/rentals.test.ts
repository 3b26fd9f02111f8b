import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadPlatform } from "../../../src/storage/postgres/index.ts";
import type { PlatformConfig } from "../../../src/tenancy/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, importInto, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const hours = { timeZone: "Asia/Shanghai", weekly: [{ days: [1, 5], from: "18:00", to: "24:00" }] };
const evening = {
  key: "evening",
  lender: "qiyuan",
  renter: "xingkong",
  agents: ["a801"],
  groups: ["night"],
  skills: { english: 6 },
  weight: 3,
  cap: 2,
  hours,
};
const pool = {
  key: "pool",
  lender: "xingkong",
  groups: ["day"],
  members: [{ tenant: "qiyuan", weight: 2 }, { tenant: "teahouse" }],
};
const lender = academy({
  groups: ["night"],
  agents: [
    { key: "a801", name: "陈静", sipUsername: "98667-801", skills: { courses: 7 } },
    { key: "a802", name: "何思远", sipUsername: "98667-802", skills: {}, groups: ["night"] },
    { key: "a803", name: "罗启明", sipUsername: "98667-803", skills: {} },
  ],
});
const renter = publisher({
  groups: ["day"],
  agents: [{ key: "a801", name: "王芳", sipUsername: "98668-801", skills: {}, groups: ["day"] }],
});
const teahouse = academy({
  key: "teahouse",
  name: "茶馆",
  numbers: [{ number: "98666", flow: "main" }],
  agents: [],
});
const whole = platformOf([renter, lender, teahouse], [], { rentals: [evening], sharedPools: [pool] });

let database: TestDatabase;
beforeAll(async () => {
  database = await openMigrated();
});
beforeEach(() => database.empty());
afterAll(() => database.stop());

function load(log = recordedLog()): Promise<PlatformConfig> {
  return loadPlatform(database.db, log);
}

/** Each rental's renter by key and its agents as `tenant/agent`, with the rest of its terms. */
async function contracts() {
  const { tenants, rentals } = await load();
  const agents = new Map(
    tenants.flatMap(({ key, agents }) => agents.map((agent) => [agent.id, `${key}/${agent.key}`] as const)),
  );
  return rentals.map(({ id: _, ...rental }) => ({
    ...rental,
    renter: tenants.find(({ id }) => id === rental.renter)?.key,
    agents: rental.agents.map((id) => agents.get(id)),
  }));
}

/** Who serves whom, in short. */
async function served(): Promise<readonly string[]> {
  const list = await contracts();
  return list.map(({ source, renter, agents }) => `${renter} ${source} ${agents.join(" ")}`).sort();
}

describe("rentals and shared pools", () => {
  test("come back with the agents named and those in the groups, a pool once for each member", async () => {
    expect(await importInto(database.db, whole)).toMatchObject({ imported: true });
    const [rented, ...shared] = await contracts();
    expect(rented).toEqual({
      source: "rented",
      renter: "xingkong",
      agents: ["qiyuan/a801", "qiyuan/a802"],
      skills: { english: 6 },
      weight: 3,
      cap: 2,
      hours: { ...hours, holidays: [] },
    });
    expect(shared).toHaveLength(2);
    expect(shared).toContainEqual({
      source: "shared",
      renter: "qiyuan",
      agents: ["xingkong/a801"],
      weight: 2,
    });
    expect(shared).toContainEqual({
      source: "shared",
      renter: "teahouse",
      agents: ["xingkong/a801"],
      weight: 1,
    });
  });

  test("imported again keep their ids and are no change", async () => {
    const first = await importInto(database.db, whole);
    const before = await load();
    expect(await importInto(database.db, whole)).toEqual(first);
    expect(await load()).toEqual(before);
    const { hours: _, ...always } = evening;
    const changed = platformOf([renter, lender, teahouse], [], {
      rentals: [{ ...always, weight: 1 }],
      sharedPools: [pool],
    });
    expect(await importInto(database.db, changed)).toMatchObject({ imported: true });
    const after = await load();
    expect(after.version).toBe(before.version + 1);
    expect(after.rentals.map(({ id }) => id)).toEqual(before.rentals.map(({ id }) => id));
    expect(after.rentals[0]).toMatchObject({ weight: 1 });
    expect(after.rentals[0]).not.toHaveProperty("hours");
  });

  test("that the document no longer has are removed, as are members who left a pool", async () => {
    await importInto(database.db, whole);
    const fewer = { ...pool, members: [{ tenant: "teahouse" }] };
    await importInto(database.db, platformOf([renter, lender, teahouse], [], { sharedPools: [fewer] }));
    expect(await served()).toEqual(["teahouse shared xingkong/a801"]);
    await importInto(database.db, platformOf([renter, lender, teahouse]));
    expect(await served()).toEqual([]);
  });

  test("that concern a tenant outside the document stay", async () => {
    await importInto(database.db, whole);
    const before = await served();
    await importInto(database.db, platformOf([renter]));
    await importInto(database.db, platformOf([lender]));
    expect(await served()).toEqual(before);
    await importInto(database.db, platformOf([renter, lender]));
    expect(await served()).toEqual(["qiyuan shared xingkong/a801", "teahouse shared xingkong/a801"]);
  });

  test("go with either tenant", async () => {
    await importInto(database.db, whole);
    await database.db.deleteFrom("numbers").execute();
    await database.db.deleteFrom("agent_skills").execute();
    await sql`update flows set published_version = null`.execute(database.db);
    await sql`delete from tenants where key = 'qiyuan'`.execute(database.db);
    expect(await served()).toEqual(["teahouse shared xingkong/a801"]);
  });

  test("serve without an agent who has gone, and with one who comes into a group", async () => {
    await importInto(database.db, whole);
    const agents = [
      { key: "a802", name: "何思远", sipUsername: "98667-802", skills: {} },
      { key: "a803", name: "罗启明", sipUsername: "98667-803", skills: {}, groups: ["night"] },
    ];
    await importInto(database.db, platformOf([{ ...lender, agents }]));
    expect(await served()).toContain("xingkong rented qiyuan/a803");
  });

  test("whose terms cannot be read are left out with a warning", async () => {
    await importInto(database.db, whole);
    await sql`update rentals set terms = terms || '{"mood": "fine"}'`.execute(database.db);
    await sql`update shared_pools set terms = '{"agents": 5}'`.execute(database.db);
    const log = recordedLog();
    expect((await load(log)).rentals).toEqual([]);
    expect(log.lines).toMatchObject([
      { level: "warn", fields: { rental: "evening" } },
      { level: "warn", fields: { pool: "pool" } },
    ]);
  });

  test("changed by hand in the database raise the version", async () => {
    await importInto(database.db, whole);
    const { version } = await load();
    const changes = [
      sql`update rentals set terms = terms || '{"weight": 5}'`,
      sql`update shared_pools set terms = terms || '{"groups": []}'`,
      sql`update shared_pool_members set weight = 9`,
      sql`delete from agent_groups`,
    ];
    for (const change of changes) await change.execute(database.db);
    expect((await load()).version).toBe(version + changes.length);
  });
});
