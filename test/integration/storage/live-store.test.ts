import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LiveStore } from "../../../src/dispatch/index.ts";
import { AgentId, type TenantId } from "../../../src/ids.ts";
import { connectRedis, type RedisLink, redisLiveStore } from "../../../src/storage/redis/index.ts";
import { cellKeys } from "../../../src/storage/redis/keys.ts";
import { openCuttingProxy } from "./cutting-proxy.ts";
import {
  agent,
  arrived,
  call,
  everything,
  newTenant,
  nothing,
  record,
  reservation,
  waiting,
} from "./live-state.ts";
import { recordedLog } from "./recorded-log.ts";
import { openRedis, type TestStore } from "./stores.ts";

let server: TestStore;
let link: RedisLink;
beforeAll(async () => {
  server = await openRedis();
  link = await connectRedis(server.url, recordedLog());
});
afterAll(async () => {
  await link.stop();
  await server.close();
});

function store(options: { writer?: string; streamLength?: number } = {}): LiveStore {
  return redisLiveStore({ redis: link.redis, log: recordedLog(), writer: randomUUID(), ...options });
}

async function eventsOf(tenant: TenantId): Promise<unknown[]> {
  const entries = await link.redis.xrange(cellKeys(tenant).events, "-", "+");
  return entries.map(([, fields]) => JSON.parse(fields[1] ?? "null"));
}

const cell = {
  agents: [agent],
  calls: [call],
  waiting: [waiting],
  reservations: [reservation],
  records: [record],
};
const empty = { agents: [], calls: [], waiting: [], reservations: [], records: [] };

describe("the live state of a tenant", () => {
  test("is loaded as it was saved", async () => {
    const tenant = newTenant();
    await store().save(tenant, everything);
    expect(await store().load(tenant)).toEqual(cell);
  });

  test("is empty where nothing was saved, and one tenant's is not another's", async () => {
    const tenant = newTenant();
    await store().save(tenant, everything);
    expect(await store().load(newTenant())).toEqual(empty);
  });

  test("loses what a later turn removes, and keeps the rest", async () => {
    const tenant = newTenant();
    const live = store();
    await live.save(tenant, everything);
    await live.save(tenant, {
      ...nothing,
      waiting: [{ key: waiting.id }],
      reservations: [{ key: reservation.id }],
    });
    expect(await live.load(tenant)).toEqual({ ...cell, waiting: [], reservations: [] });
  });

  test("keeps a record until the history has it", async () => {
    const tenant = newTenant();
    await store().save(tenant, everything);
    await store().forgetRecord(tenant, record.call);
    expect((await store().load(tenant)).records).toEqual([]);
  });

  test("keeps fields that this version does not know, for the node that does", async () => {
    const tenant = newTenant();
    const newer = { ...call, mood: "patient" };
    await store().save(tenant, { ...nothing, calls: [{ key: call.id, value: newer }] });
    expect((await store().load(tenant)).calls).toEqual([newer]);
  });

  test("takes an agent of the version before for one without work in hand", async () => {
    const tenant = newTenant();
    const former = { profile: { id: "a1", skills: { orders: 8 } }, hasDevice: true, idleSince: 500 };
    const talking = { at: "talking", since: 900, call: "c1", reservation: "c1.1", wrapUpSeconds: 5 };
    const wrapUp = { at: "wrap-up", since: 900, call: "c1", until: 5_900 };
    await link.redis.hset(cellKeys(tenant).agents, {
      a1: JSON.stringify({ ...former, state: { at: "ready", since: 500 }, mood: "fine" }),
      a2: JSON.stringify({ ...former, state: talking, breakReserved: "lunch" }),
      a3: JSON.stringify({ ...former, state: wrapUp }),
    });
    const log = recordedLog();
    const { agents } = await redisLiveStore({ redis: link.redis, log, writer: "w" }).load(tenant);
    const now = {
      profile: { id: "a1", tenant, skills: { orders: 8 } },
      hasDevice: true,
      idleSince: 500,
      works: [],
      signedInAt: 500,
      busyMs: 0,
      answeredAt: [],
    };
    const notReady = { at: "not-ready", since: 900, reason: "platform-restarted" };
    expect(agents).toEqual([
      { ...now, state: { at: "ready", since: 500 }, mood: "fine" },
      { ...now, state: notReady, breakReserved: "lunch" },
      { ...now, state: { ...notReady, until: 5_900 } },
    ]);
    expect(log.lines).toEqual([]);
  });

  test("starts without an entry that cannot be read, and the log names it but not what it says", async () => {
    const tenant = newTenant();
    await store().save(tenant, everything);
    await link.redis.hset(
      cellKeys(tenant).calls,
      "c7",
      "{half",
      "c8",
      JSON.stringify({ ...call, at: "floating" }),
    );
    const log = recordedLog();
    const live = redisLiveStore({ redis: link.redis, log, writer: "w" });
    expect(await live.load(tenant)).toEqual(cell);
    expect(log.lines).toMatchObject([
      { level: "warn", fields: { tenant, kind: "call", entry: "c7" } },
      { level: "warn", fields: { tenant, kind: "call", entry: "c8", faults: ["at: invalid_value"] } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(call.caller);
  });
});

describe("the event log of a tenant", () => {
  test("holds the events in order, and a save resolves to the position after its last one", async () => {
    const tenant = newTenant();
    const live = store();
    const first = await live.save(tenant, { ...nothing, events: [arrived, { ...arrived, at: 101 }] });
    const second = await live.save(tenant, { ...nothing, events: [{ ...arrived, at: 102 }] });
    expect(await eventsOf(tenant)).toEqual([arrived, { ...arrived, at: 101 }, { ...arrived, at: 102 }]);
    const ids = (await link.redis.xrange(cellKeys(tenant).events, "-", "+")).map(([id]) => id);
    expect([first, second]).toEqual([ids[1], ids[2]]);
  });

  test("stays where it is when a save brings no events, and begins at 0-0", async () => {
    const tenant = newTenant();
    const live = store();
    expect(await live.save(tenant, nothing)).toBe("0-0");
    const position = await live.save(tenant, everything);
    expect(await live.save(tenant, nothing)).toBe(position);
  });

  test("is cut to about its length, the oldest first", async () => {
    const tenant = newTenant();
    const live = store({ streamLength: 100 });
    const events = Array.from({ length: 1_000 }, (_, at) => ({ ...arrived, at }));
    await live.save(tenant, { ...nothing, events });
    const kept = await eventsOf(tenant);
    expect(kept.length).toBeLessThan(300);
    expect(kept.at(-1)).toEqual({ ...arrived, at: 999 });
  });

  test("explanations are kept beside it, each with its reservation", async () => {
    const tenant = newTenant();
    await store().save(tenant, everything);
    const [entry] = await link.redis.xrange(cellKeys(tenant).explanations, "-", "+");
    expect(JSON.parse(entry?.[1][1] ?? "null")).toEqual(everything.explanations[0]);
  });
});

describe("a save whose answer is lost", () => {
  test("is sent again by itself and takes effect once", async () => {
    const { hostname, port, password } = new URL(server.url);
    const proxy = await openCuttingProxy({ host: hostname, port: Number(port) });
    const url = new URL(`redis://127.0.0.1:${proxy.port}`);
    url.password = password;
    const log = recordedLog();
    const shaky = await connectRedis(url.href, log);
    const tenant = newTenant();
    const live = redisLiveStore({ redis: shaky.redis, log, writer: randomUUID() });
    const lost = proxy.loseNextAnswer();
    const position = await live.save(tenant, everything);
    await lost;
    expect(await eventsOf(tenant)).toEqual([arrived]);
    expect(await live.save(tenant, nothing)).toBe(position);
    expect(log.lines.map(({ message }) => message)).toEqual([
      "the connection to Redis is lost",
      "Redis is back",
    ]);
    await shaky.stop();
    await proxy.close();
  });

  test("is not applied over a later one of the same writer, but another writer's first save is", async () => {
    const tenant = newTenant();
    const live = store({ writer: "w1" });
    await live.save(tenant, everything);
    await live.save(tenant, { ...nothing, agents: [{ key: agent.profile.id }] });
    const repeated = store({ writer: "w1" });
    await repeated.save(tenant, everything);
    expect((await live.load(tenant)).agents).toEqual([]);
    expect(await eventsOf(tenant)).toEqual([arrived]);
    await store({ writer: "w2" }).save(tenant, {
      ...nothing,
      agents: [{ key: AgentId("a1"), value: agent }],
    });
    expect((await live.load(tenant)).agents).toEqual([agent]);
  });
});

describe("an outage of Redis", () => {
  test("keeps saves waiting, in order, and they are written when it is back", async () => {
    const { hostname, port, password } = new URL(server.url);
    const proxy = await openCuttingProxy({ host: hostname, port: Number(port) });
    const url = new URL(`redis://127.0.0.1:${proxy.port}`);
    url.password = password;
    const log = recordedLog();
    const shaky = await connectRedis(url.href, log);
    const live = redisLiveStore({ redis: shaky.redis, log, writer: randomUUID() });
    const tenant = newTenant();
    proxy.cut(true);
    await log.line("lost");
    expect(await shaky.healthy()).toBe(false);
    const saves = [
      live.save(tenant, everything),
      live.save(tenant, { ...nothing, calls: [{ key: call.id }] }),
    ];
    proxy.cut(false);
    await Promise.all(saves);
    expect(await live.load(tenant)).toEqual({ ...cell, calls: [] });
    expect(await shaky.healthy()).toBe(true);
    await shaky.stop();
    await shaky.stop();
    await proxy.close();
  });
});
