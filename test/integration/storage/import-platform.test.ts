import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { requiring } from "../../../src/routing/index.ts";
import { credentialsOf, loadPlatform } from "../../../src/storage/postgres/index.ts";
import type { PlatformConfig, TenantConfig } from "../../../src/tenancy/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, contentOf, goodbye, importInto, passwordsFor, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const carrier = { key: "carrier", name: "运营商", addresses: ["192.0.2.0/24"], sipUsername: "carrier" };

let database: TestDatabase;
beforeAll(async () => {
  database = await openMigrated();
});
beforeEach(() => database.empty());
afterAll(() => database.stop());

function load(): Promise<PlatformConfig> {
  return loadPlatform(database.db, recordedLog());
}

/** `orders >= 4`, read. */
const ordersFrom4 = requiring({ orders: 4 });

async function tenant(key: string): Promise<TenantConfig> {
  const found = (await load()).tenants.find((it) => it.key === key);
  if (found === undefined) throw new Error(`no tenant ${key}`);
  return found;
}

describe("what was imported is what is loaded", () => {
  test("a tenant comes back with its numbers, agents with their levels, queues with their needs, and flows", async () => {
    expect(await importInto(database.db, platformOf([publisher()], [carrier]))).toMatchObject({
      imported: true,
    });
    expect(contentOf(await load())).toEqual({
      trunks: [carrier],
      rentals: [],
      tenants: [
        {
          key: "xingkong",
          name: "北京星空出版社",
          quotas: { concurrentCalls: 10 },
          numbers: [["98668", "main"]],
          agents: [
            {
              key: "a801",
              name: "王芳",
              sipUsername: "98668-801",
              skills: { orders: 8, english: 3 },
              groups: [],
              weight: 1,
            },
            {
              key: "a802",
              name: "李伟",
              sipUsername: "98668-802",
              skills: { orders: 5 },
              groups: [],
              weight: 1,
            },
          ],
          queues: [
            {
              key: "orders",
              name: "订购",
              medium: "voice",
              steps: [{ eligible: ordersFrom4, from: ["own", "rented", "shared"], widens: true }],
              skipsEmptySteps: false,
              priority: { mode: "strict", topAfterSeconds: 3_600 },
              strategy: { by: "longest-idle" },
              keepFree: [],
              offering: { mode: "one" },
              autoAnswer: false,
              ringForSeconds: 15,
              wrapUpSeconds: 2.5,
              declinedPauseSeconds: 10,
              busyPauseSeconds: 30,
              overflow: {},
              target: { share: 0.8, withinSeconds: 20 },
            },
          ],
          flows: [{ key: "main", graph: goodbye("Welcome to Star Sky.") }],
        },
      ],
    });
  });

  test("the operator is the tenant that the document names, and the version the one that the import told", async () => {
    const result = await importInto(database.db, platformOf([academy(), publisher()]));
    const platform = await load();
    expect(platform.operator).toBe((await tenant("qiyuan")).id);
    expect(result).toEqual({ imported: true, version: platform.version });
  });

  test("a platform without tenants loads, and nobody operates it", async () => {
    expect(await load()).toMatchObject({ operator: "", trunks: [], tenants: [] });
  });

  test("a published flow that cannot be read is left out with its numbers, and the rest still loads", async () => {
    await importInto(database.db, platformOf([publisher(), academy()]));
    const { id } = await tenant("qiyuan");
    await sql`
      insert into flow_versions (tenant_id, flow_id, version, document)
      select tenant_id, id, 2, '{"start": "bye", "nodes": {"bye": {"do": "teleport"}}}' from flows where tenant_id = ${id}
    `.execute(database.db);
    await sql`update flows set published_version = 2 where tenant_id = ${id}`.execute(database.db);
    const log = recordedLog();
    const { tenants } = await loadPlatform(database.db, log);
    expect(tenants.map(({ key, flows, numbers }) => [key, flows.length, numbers.size])).toEqual([
      ["qiyuan", 0, 0],
      ["xingkong", 1, 1],
    ]);
    expect(log.lines).toMatchObject([{ level: "warn", fields: { tenant: id, flow: "main", version: 2 } }]);
  });
});

describe("importing again", () => {
  test("a second import of the same document publishes no new flow version, keeps every id and is no change", async () => {
    const document = platformOf([publisher(), academy()], [carrier]);
    const first = await importInto(database.db, document);
    const before = await load();
    expect(await importInto(database.db, document)).toEqual(first);
    expect(await load()).toEqual(before);
    expect(before.tenants.flatMap(({ flows }) => flows.map(({ version }) => version))).toEqual([1, 1]);
  });

  test("a changed graph becomes the next published version, and the version before stays as it was", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const changed = publisher({ flows: [{ key: "main", name: "总机", graph: goodbye("We have moved.") }] });
    await importInto(database.db, platformOf([changed]));
    expect((await tenant("xingkong")).flows).toMatchObject([
      { version: 2, graph: goodbye("We have moved.") },
    ]);
    const versions = await database.db
      .selectFrom("flow_versions")
      .select(["version", "document"])
      .orderBy("version")
      .execute();
    expect(versions).toMatchObject([
      { version: 1, document: goodbye("Welcome to Star Sky.") },
      { version: 2 },
    ]);
  });

  test("a published version never changes", async () => {
    await importInto(database.db, platformOf([publisher()]));
    await expect(sql`update flow_versions set document = '{}'`.execute(database.db)).rejects.toThrow(
      "never changes",
    );
  });

  test("a flow out of use keeps its versions, and comes back as the one it was", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const { id } = (await tenant("xingkong")).flows[0] ?? {};
    const other = { key: "other", name: "临时", graph: goodbye("Closed today.") };
    await importInto(
      database.db,
      platformOf([publisher({ flows: [other], numbers: [{ number: "98668", flow: "other" }] })]),
    );
    expect((await tenant("xingkong")).flows.map(({ key }) => key)).toEqual(["other"]);
    await importInto(database.db, platformOf([publisher()]));
    expect((await tenant("xingkong")).flows).toMatchObject([{ id, key: "main", version: 1 }]);
  });

  test("agents, queues, numbers and skills that the document no longer has are removed; other tenants stay", async () => {
    const numbers = [
      { number: "98668", flow: "main" },
      { number: "98669", flow: "main" },
    ];
    await importInto(database.db, platformOf([publisher({ numbers }), academy()], [carrier]));
    const untouched = await tenant("qiyuan");
    const smaller = publisher({
      skills: ["english"],
      numbers: [{ number: "98669", flow: "main" }],
      agents: [{ key: "a801", name: "王芳", sipUsername: "98668-801", skills: { english: 4 } }],
      queues: [],
    });
    await importInto(database.db, platformOf([smaller]));
    const { agents, queues, numbers: kept } = await tenant("xingkong");
    expect(agents.map(({ key, skills }) => [key, skills])).toEqual([["a801", { english: 4 }]]);
    expect([queues.length, [...kept.keys()]]).toEqual([0, ["98669"]]);
    expect(await tenant("qiyuan")).toEqual(untouched);
    expect((await load()).trunks).toMatchObject([{ key: "carrier" }]);
    expect(await credentialsOf(database.db, "98668-802")).toBeUndefined();
  });

  test("an agent whose name and levels change keeps its id", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const before = (await tenant("xingkong")).agents[0];
    const agents = [{ key: "a801", name: "王方", sipUsername: "98668-801", skills: { english: 10 } }];
    await importInto(database.db, platformOf([publisher({ agents, queues: [] })]));
    expect((await tenant("xingkong")).agents).toEqual([{ ...before, name: "王方", skills: { english: 10 } }]);
  });

  test("a number passes from one tenant to another in one import", async () => {
    await importInto(database.db, platformOf([publisher(), academy()]));
    const swapped = [
      publisher({ numbers: [{ number: "98667", flow: "main" }] }),
      academy({ numbers: [{ number: "98668", flow: "main" }] }),
    ];
    expect(await importInto(database.db, platformOf(swapped))).toMatchObject({ imported: true });
    expect([...(await tenant("xingkong")).numbers.keys()]).toEqual(["98667"]);
    expect([...(await tenant("qiyuan")).numbers.keys()]).toEqual(["98668"]);
  });

  test("two imports at once both succeed, and one of them stands whole", async () => {
    const others = publisher({ name: "另一名", agents: [], queues: [] });
    const results = await Promise.all([
      importInto(database.db, platformOf([publisher()])),
      importInto(database.db, platformOf([others])),
    ]);
    expect(results).toMatchObject([{ imported: true }, { imported: true }]);
    const { name, agents } = await tenant("xingkong");
    expect([
      ["另一名", 0],
      ["北京星空出版社", 2],
    ]).toContainEqual([name, agents.length]);
  });
});

describe("an import that is refused writes nothing", () => {
  test("a number given to two tenants is refused and nothing is written", async () => {
    const document = platformOf([publisher(), academy({ numbers: [{ number: "98668", flow: "main" }] })]);
    const result = await importInto(database.db, document);
    expect(result).toMatchObject({
      imported: false,
      why: "faulty-document",
      faults: [{ code: "number-taken" }],
    });
    expect((await load()).tenants).toEqual([]);
  });

  test("a number that a tenant outside the document has is refused, with or without its plus sign", async () => {
    await importInto(
      database.db,
      platformOf([publisher({ numbers: [{ number: "+861098668", flow: "main" }] })]),
    );
    const before = await load();
    const result = await importInto(
      database.db,
      platformOf([academy({ numbers: [{ number: "861098668", flow: "main" }] })]),
    );
    expect(result).toEqual({ imported: false, why: "number-taken", number: "861098668" });
    expect(await load()).toEqual(before);
  });

  test("a SIP user name that an agent outside the document has is refused, for an agent and for a trunk", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const before = await load();
    const namesake = { key: "a801", name: "陈静", sipUsername: "98668-801", skills: { courses: 5 } };
    const taken = { imported: false, why: "sip-username-taken", sipUsername: "98668-801" };
    expect(await importInto(database.db, platformOf([academy({ agents: [namesake] })]))).toEqual(taken);
    const trunk = { ...carrier, sipUsername: "98668-801" };
    expect(await importInto(database.db, platformOf([academy()], [trunk]))).toEqual(taken);
    expect(await load()).toEqual(before);
  });

  test("agents and trunks that come new without a password are refused, each by name", async () => {
    const document = platformOf([publisher()], [carrier]);
    const passwords = new Map([["98668-801", "secret"]]);
    expect(await importInto(database.db, document, passwords)).toEqual({
      imported: false,
      why: "password-missing",
      sipUsernames: ["98668-802", "carrier"],
    });
    expect((await load()).tenants).toEqual([]);
  });
});

describe("SIP credentials", () => {
  test("an agent's user name leads to the agent and the hashes of RFC 7616 and RFC 8760", async () => {
    await importInto(
      database.db,
      platformOf([publisher()]),
      new Map([
        ["98668-801", "secret"],
        ["98668-802", "other"],
      ]),
    );
    const { id, agents } = await tenant("xingkong");
    expect(await credentialsOf(database.db, "98668-801")).toEqual({
      kind: "agent",
      tenant: id,
      agent: agents[0]?.id,
      ha1: {
        md5: "b3497c4866aa036d06911456e2848caf",
        sha256: "b72a3a0608761459be12f9b0397c02db849ff8b97fd0b49805d469297aace36b",
      },
    });
  });

  test("a trunk's user name leads to the trunk, and a stranger's to nobody", async () => {
    await importInto(database.db, platformOf([publisher()], [carrier]));
    const [trunk] = (await load()).trunks;
    expect(await credentialsOf(database.db, "carrier")).toMatchObject({ kind: "trunk", trunk: trunk?.id });
    expect(await credentialsOf(database.db, "stranger")).toBeUndefined();
    expect(await credentialsOf(database.db, "a\0b")).toBeUndefined();
  });

  test("a password is nowhere in the database", async () => {
    const document = platformOf([publisher()], [carrier]);
    await importInto(database.db, document);
    const { rows } = await sql<{ written: string }>`
      select coalesce(string_agg(query_to_xml(format('select * from %I', tablename), true, false, '')::text, ''), '') as written
      from pg_tables where schemaname = 'public'
    `.execute(database.db);
    const written = rows[0]?.written ?? "";
    expect(written).toContain("98668-801");
    for (const password of passwordsFor(document).values()) expect(written).not.toContain(password);
  });

  test("who has a password already keeps it when none is given, and a new one replaces it", async () => {
    const document = platformOf([publisher()], [carrier]);
    await importInto(database.db, document);
    const before = await credentialsOf(database.db, "98668-801");
    expect(await importInto(database.db, document, new Map())).toMatchObject({ imported: true });
    expect(await credentialsOf(database.db, "98668-801")).toEqual(before);
    await importInto(database.db, document, new Map([["98668-801", "new"]]));
    expect(await credentialsOf(database.db, "98668-801")).not.toEqual(before);
  });

  test("an agent who goes by another user name needs a password for it, and the old name opens nothing", async () => {
    const renamed = publisher({
      agents: [{ key: "a801", name: "王芳", sipUsername: "98668-811", skills: { orders: 8 } }],
    });
    await importInto(database.db, platformOf([publisher()]));
    expect(await importInto(database.db, platformOf([renamed]), new Map())).toMatchObject({
      why: "password-missing",
      sipUsernames: ["98668-811"],
    });
    expect(await importInto(database.db, platformOf([renamed]))).toMatchObject({ imported: true });
    expect(await credentialsOf(database.db, "98668-801")).toBeUndefined();
    expect(await credentialsOf(database.db, "98668-811")).toMatchObject({ kind: "agent" });
  });

  test("two agents exchange their user names in one import, with new passwords", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const [wang, li] = (await tenant("xingkong")).agents;
    const agents = [
      { key: "a801", name: "王芳", sipUsername: "98668-802", skills: { orders: 8 } },
      { key: "a802", name: "李伟", sipUsername: "98668-801", skills: { orders: 5 } },
    ];
    expect(await importInto(database.db, platformOf([publisher({ agents })]))).toMatchObject({
      imported: true,
    });
    expect(await credentialsOf(database.db, "98668-802")).toMatchObject({ agent: wang?.id });
    expect(await credentialsOf(database.db, "98668-801")).toMatchObject({ agent: li?.id });
  });
});

describe("tenants are apart by construction", () => {
  test("no row can refer to another tenant's", async () => {
    await importInto(database.db, platformOf([publisher(), academy()]));
    const [us, them] = [await tenant("xingkong"), await tenant("qiyuan")];
    const trespasses = [
      sql`insert into agent_skills values (${us.id}, ${them.agents[0]?.id}, 'orders', 5)`,
      sql`insert into agent_skills values (${us.id}, ${us.agents[1]?.id}, 'courses', 5)`,
      sql`insert into rentals values ('r', 'r', ${us.id}, 'nobody', '{}')`,
      sql`insert into shared_pool_members values ('nothing', ${us.id}, 1, null)`,
      sql`insert into numbers values (${us.id}, '98666', ${them.flows[0]?.id})`,
      sql`insert into flow_versions values (${us.id}, ${them.flows[0]?.id}, 2, '{}')`,
      sql`insert into sip_credentials values
        ('trespasser', ${us.id}, ${them.agents[0]?.id}, null, ${"0".repeat(32)}, ${"0".repeat(64)})`,
    ];
    for (const trespass of trespasses) {
      await expect(trespass.execute(database.db)).rejects.toThrow("foreign key constraint");
    }
  });

  test("figures out of range are refused by the database itself", async () => {
    await importInto(database.db, platformOf([publisher()]));
    const wrongs = [
      sql`update agent_skills set level = 11`,
      sql`update agent_skills set level = 0`,
      sql`update queues set rules = '[]'`,
      sql`update agents set weight = 0`,
      sql`update agents set capacity = '1'`,
      sql`insert into rentals select 'r', 'r', id, id, '{}' from tenants`,
      sql`update tenants set concurrent_calls = 0`,
      sql`update numbers set number = '12'`,
    ];
    for (const wrong of wrongs) await expect(wrong.execute(database.db)).rejects.toThrow("check constraint");
  });
});
