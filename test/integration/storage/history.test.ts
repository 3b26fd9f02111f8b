import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CallRecord } from "../../../src/calls/index.ts";
import { AgentId, CallId, FlowId, QueueId, type TenantId } from "../../../src/ids.ts";
import { loadPlatform, postgresHistory, recentCalls } from "../../../src/storage/postgres/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, importInto, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const abandoned: CallRecord = {
  call: CallId("c1"),
  number: "98668",
  caller: "13800138000",
  flow: { id: FlowId("f1"), version: 3 },
  arrivedAt: 1_795_000_000_123,
  endedAt: 1_795_000_009_456,
  endedBy: "caller",
  outcome: "left-in-flow",
  offers: 0,
};
const answered: CallRecord = {
  ...abandoned,
  call: CallId("c2"),
  queue: QueueId("q1"),
  queuedAt: 1_795_000_003_001,
  agent: AgentId("a1"),
  answeredAt: 1_795_000_004_002,
  endedAt: 1_795_000_060_000,
  endedBy: "agent",
  outcome: "answered",
  offers: 2,
};

let database: TestDatabase;
let us: TenantId;
let them: TenantId;
beforeAll(async () => {
  database = await openMigrated();
});
beforeEach(async () => {
  await database.empty();
  await importInto(database.db, platformOf([publisher(), academy()]));
  const { tenants } = await loadPlatform(database.db, recordedLog());
  const idOf = (key: string) => tenants.find((tenant) => tenant.key === key)?.id;
  const [ours, theirs] = [idOf("xingkong"), idOf("qiyuan")];
  if (ours === undefined || theirs === undefined) throw new Error("the tenants were not imported");
  [us, them] = [ours, theirs];
});
afterAll(() => database.stop());

describe("the call history", () => {
  test("a record comes back as it was written, to the millisecond, the latest call first", async () => {
    const history = postgresHistory(database.db);
    await history.write(us, abandoned);
    await history.write(us, answered);
    expect(await recentCalls(database.db, us, 10)).toEqual([answered, abandoned]);
    expect(await recentCalls(database.db, us, 1)).toEqual([answered]);
  });

  test("a record written twice, even at once, is one row, and the first stands", async () => {
    const history = postgresHistory(database.db);
    await Promise.all([history.write(us, answered), history.write(us, answered)]);
    await history.write(us, { ...answered, outcome: "lost" });
    expect(await recentCalls(database.db, us, 10)).toEqual([answered]);
  });

  test("a tenant sees its own calls only", async () => {
    await postgresHistory(database.db).write(us, answered);
    expect(await recentCalls(database.db, them, 10)).toEqual([]);
  });

  test("a caller with a zero byte in the name does not cost the record", async () => {
    await postgresHistory(database.db).write(us, { ...abandoned, caller: "138\u00001" });
    expect(await recentCalls(database.db, us, 1)).toMatchObject([{ caller: "1381" }]);
  });

  test("a record of times that ran backwards is written all the same", async () => {
    const odd = { ...abandoned, endedAt: abandoned.arrivedAt - 5_000 };
    await postgresHistory(database.db).write(us, odd);
    expect(await recentCalls(database.db, us, 1)).toEqual([odd]);
  });

  test("who talked with which caller lately comes newest first, of one's own answered calls alone", async () => {
    const history = postgresHistory(database.db);
    await history.write(us, abandoned);
    await history.write(us, answered);
    const later = { call: CallId("c3"), answeredAt: 1_795_000_090_000, agent: AgentId("a2") };
    await history.write(us, { ...answered, ...later });
    await history.write(us, { ...answered, ...later, call: CallId("c4"), caller: "139", answeredAt: 1 });
    await history.write(them, answered);
    const known = [
      { caller: "13800138000", agent: "a2" },
      { caller: "13800138000", agent: "a1" },
      { caller: "139", agent: "a2" },
    ];
    expect(await history.lastAgents(us, 10)).toEqual(known);
    expect(await history.lastAgents(us, 2)).toEqual(known.slice(0, 2));
  });

  test("a record survives the agents and queues that it names", async () => {
    await postgresHistory(database.db).write(us, answered);
    await importInto(database.db, platformOf([publisher({ agents: [], queues: [] })]));
    expect(await recentCalls(database.db, us, 10)).toEqual([answered]);
  });
});
