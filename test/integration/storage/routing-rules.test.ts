import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anyone, requiring } from "../../../src/routing/index.ts";
import {
  connectPostgres,
  loadPlatform,
  migrate,
  type Postgres,
  readMigrations,
} from "../../../src/storage/postgres/index.ts";
import type { TenantConfig } from "../../../src/tenancy/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, importInto, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";
import { openDatabase, type TestStore } from "./stores.ts";

describe("a database from before queues had rules", () => {
  let store: TestStore;
  let postgres: Postgres;

  beforeEach(async () => {
    store = await openDatabase();
    postgres = connectPostgres({ url: store.url, log: recordedLog() });
    await migrate(
      postgres.db,
      (await readMigrations()).filter(({ name }) => name < "0004"),
    );
    await sql`
      insert into tenants values ('t1', 'xingkong', '北京星空出版社', 10);
      insert into skills values ('t1', 'orders'), ('t1', 'english'), ('t1', 'english-law');
      insert into agents values ('t1', 'a1', 'wang', '王芳', '98668-801');
      insert into agent_skills values ('t1', 'a1', 'orders', 8);
      insert into queues values ('t1', 'q1', 'orders', '订购', 15, 2.5), ('t1', 'q2', 'other', '其他', 30, 0);
      insert into queue_requirements values
        ('t1', 'q1', 'orders', 4), ('t1', 'q1', 'english-law', 1), ('t1', 'q1', 'english', 10);
    `.execute(postgres.db);
  });
  afterEach(async () => {
    await postgres.stop();
    await store.close();
  });

  test("has each queue's requirements as the only step of its search, and everything else as before", async () => {
    expect(await migrate(postgres.db)).toMatchObject({ migrated: true });
    const log = recordedLog();
    const { tenants, rentals } = await loadPlatform(postgres.db, log);
    expect(tenants[0]?.queues).toMatchObject([
      {
        id: "q1",
        name: "订购",
        steps: [{ eligible: requiring({ orders: 4, english: 10, "english-law": 1 }) }],
        ringForSeconds: 15,
        wrapUpSeconds: 2.5,
        strategy: { by: "longest-idle" },
      },
      { id: "q2", steps: [{ eligible: anyone }], ringForSeconds: 30, wrapUpSeconds: 0 },
    ]);
    expect(tenants[0]?.agents).toMatchObject([{ id: "a1", skills: { orders: 8 }, groups: [], weight: 1 }]);
    expect(rentals).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  test("takes the same platform, imported again, without a new id", async () => {
    await migrate(postgres.db);
    expect(await importInto(postgres.db, platformOf([publisher()]))).toMatchObject({ imported: true });
    const { tenants } = await loadPlatform(postgres.db, recordedLog());
    expect(tenants[0]?.queues).toMatchObject([{ id: "q1", ringForSeconds: 15 }]);
  });
});

describe("queues and agents with rules", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openMigrated();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.stop());

  async function tenant(key: string, log = recordedLog()): Promise<TenantConfig> {
    const found = (await loadPlatform(database.db, log)).tenants.find((it) => it.key === key);
    if (found === undefined) throw new Error(`no tenant ${key}`);
    return found;
  }

  test("come back with their names resolved to ids, and follow a change", async () => {
    const queues = [
      {
        key: "orders",
        name: "订购",
        steps: [
          { eligible: "orders >= 4", forSeconds: 20 },
          { eligible: "anyone", groups: ["night"], considerIf: "waiting > 2" },
        ],
        strategy: { by: "ordered-list" as const, agents: ["a802", "qiyuan/a801", "a801"] },
        overflow: { closed: { to: "queue" as const, queue: "later" } },
        priority: { mode: "head-start" as const, headStartSeconds: { "2": 60 } },
      },
      { key: "later", name: "稍后" },
    ];
    const agents = [
      { key: "a801", name: "王芳", sipUsername: "98668-801", skills: {}, groups: ["night"], weight: 2.5 },
      { key: "a802", name: "李伟", sipUsername: "98668-802", skills: {}, capacity: { chat: { slots: 3 } } },
    ];
    const contracts = {
      sharedPools: [{ key: "pool", lender: "qiyuan", agents: ["a801"], members: [{ tenant: "xingkong" }] }],
    };
    const written = publisher({ groups: ["day", "night"], agents, queues });
    await importInto(database.db, platformOf([written, academy()], [], contracts));
    const { agents: loaded, queues: rules } = await tenant("xingkong");
    const guest = (await tenant("qiyuan")).agents[0];
    const [wang, li] = loaded;
    const later = rules.find(({ key }) => key === "later");
    expect(loaded).toMatchObject([
      { groups: ["night"], weight: 2.5 },
      { groups: [], weight: 1, capacity: { chat: { slots: 3, interruptedBy: [] } } },
    ]);
    expect(wang).not.toHaveProperty("capacity");
    expect(rules.find(({ key }) => key === "orders")).toMatchObject({
      steps: [{ forSeconds: 20 }, { groups: ["night"], considerIf: { text: "waiting > 2" } }],
      strategy: { by: "ordered-list", agents: [li?.id, guest?.id, wang?.id] },
      overflow: { closed: { to: "queue", queue: later?.id, keepAge: true } },
      priority: { mode: "head-start", headStartSeconds: [0, 0, 60] },
    });

    const smaller = publisher({
      groups: ["day"],
      agents: agents.slice(1),
      queues: [{ key: "orders", name: "订购" }],
    });
    await importInto(database.db, platformOf([smaller]));
    const after = await tenant("xingkong");
    expect(after.queues).toMatchObject([{ overflow: {}, strategy: { by: "longest-idle" } }]);
    expect(after.agents).toEqual([li]);
    const groups = await database.db.selectFrom("agent_groups").select("key").execute();
    expect(groups).toEqual([{ key: "day" }]);
  });

  test("that cannot be read are left out with a warning, and nobody overflows there", async () => {
    const queues = [
      { key: "orders", name: "订购", overflow: { closed: { to: "queue" as const, queue: "later" } } },
      { key: "later", name: "稍后" },
      { key: "odd", name: "奇怪" },
    ];
    await importInto(database.db, platformOf([publisher({ queues })]));
    await sql`update queues set rules = '{"steps": [{"eligible": "by telepathy"}]}' where key = 'odd'`.execute(
      database.db,
    );
    await sql`update queues set rules = rules || '{"mood": "fine"}' where key = 'later'`.execute(database.db);
    await sql`update agents set capacity = '{"voice": 1}' where key = 'a801'`.execute(database.db);
    const log = recordedLog();
    const { id, queues: loaded, agents } = await tenant("xingkong", log);
    expect(loaded).toMatchObject([{ key: "orders", overflow: { closed: { to: "flow" } } }]);
    expect(agents[0]).not.toHaveProperty("capacity");
    expect(log.lines).toMatchObject([
      { level: "warn", fields: { tenant: id, agent: "a801" } },
      { level: "warn", fields: { tenant: id, queue: "later" } },
      {
        level: "warn",
        fields: { tenant: id, queue: "odd", error: expect.stringContaining("steps.0.eligible") },
      },
    ]);
  });
});
