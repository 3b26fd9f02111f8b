import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  connectRedis,
  type RedisBindings,
  type RedisLink,
  type RegisteredContact,
  redisBindings,
} from "../../../src/storage/redis/index.ts";
import { bindingsKey } from "../../../src/storage/redis/keys.ts";
import type { Bindings } from "../../../src/telephony/drachtio/ports.ts";
import { recordedLog } from "./recorded-log.ts";
import { openRedis, type TestStore } from "./stores.ts";

let server: TestStore;
let link: RedisLink;
let bindings: RedisBindings;
let user: string;
let now: number;

beforeAll(async () => {
  server = await openRedis();
  link = await connectRedis(server.url, recordedLog());
});
beforeEach(() => {
  now = Date.now();
  user = `agent-${randomUUID()}`;
  bindings = redisBindings({ redis: link.redis, log: recordedLog(), clock: { now: () => now } });
});
afterAll(async () => {
  await link.stop();
  await server.close();
});

function binding(contact: string, livesForSeconds: number): RegisteredContact {
  return {
    contact,
    receivedFrom: { address: "127.0.0.1", port: 5070, protocol: "udp" },
    callId: "call-id@device",
    cseq: 7,
    expiresAt: now + livesForSeconds * 1_000,
    userAgent: "Softphone 1.0",
  };
}

async function listedInAll(username: string): Promise<string[]> {
  const everyone = await bindings.all();
  return everyone.filter((it) => it.username === username).map((it) => it.binding.contact);
}

describe("a binding", () => {
  test("is listed as it was put, and the registrar can use the store as it is", async () => {
    const registrar: Bindings = bindings;
    await registrar.put(user, binding("sip:a@1", 60));
    expect(await registrar.list(user)).toEqual([binding("sip:a@1", 60)]);
    expect(await registrar.all()).toContainEqual({ username: user, binding: binding("sip:a@1", 60) });
  });

  test("replaces the one with the same contact, and stands beside those with others", async () => {
    await bindings.put(user, binding("sip:a@1", 60));
    await bindings.put(user, binding("sip:b@2", 60));
    await bindings.put(user, { ...binding("sip:a@1", 120), cseq: 8 });
    const listed = await bindings.list(user);
    expect(listed.map(({ contact, cseq }) => [contact, cseq])).toEqual([
      ["sip:a@1", 8],
      ["sip:b@2", 7],
    ]);
  });

  test("is gone when removed, and removing it again is fine", async () => {
    await bindings.put(user, binding("sip:a@1", 60));
    await bindings.remove(user, "sip:a@1");
    await bindings.remove(user, "sip:a@1");
    expect(await bindings.list(user)).toEqual([]);
    expect(await listedInAll(user)).toEqual([]);
  });

  test("past its time is not listed, while a longer one beside it is", async () => {
    await bindings.put(user, binding("sip:short@1", 60));
    await bindings.put(user, binding("sip:long@2", 3_600));
    now += 60_000;
    expect((await bindings.list(user)).map(({ contact }) => contact)).toEqual(["sip:long@2"]);
    expect(await listedInAll(user)).toEqual(["sip:long@2"]);
  });

  test("that was refreshed with less time is listed no longer than that", async () => {
    await bindings.put(user, binding("sip:a@1", 3_600));
    await bindings.put(user, binding("sip:a@1", 60));
    now += 60_000;
    expect(await bindings.list(user)).toEqual([]);
  });

  test("past its time is cleared away by the next one, so that changing contacts do not pile up", async () => {
    for (const port of [1, 2, 3]) {
      await bindings.put(user, binding(`sip:a@${port}`, 60));
      now += 60_000;
    }
    expect(await link.redis.hkeys(bindingsKey(user))).toEqual(["sip:a@3"]);
  });

  test("leaves Redis by itself when its time is over", async () => {
    await bindings.put(user, binding("sip:a@1", 60));
    await bindings.put(user, binding("sip:b@2", 3_600));
    const expiresAt = await link.redis.pexpiretime(bindingsKey(user));
    expect(expiresAt).toBe(now + 3_600_000);
  });

  test("that cannot be read is left out with a warning, and the others are listed", async () => {
    const log = recordedLog();
    bindings = redisBindings({ redis: link.redis, log, clock: { now: () => now } });
    await bindings.put(user, binding("sip:a@1", 60));
    await link.redis.hset(bindingsKey(user), "sip:b@2", "{half");
    expect((await bindings.list(user)).map(({ contact }) => contact)).toEqual(["sip:a@1"]);
    expect(log.lines).toMatchObject([{ level: "warn", fields: { username: user, entry: "sip:b@2" } }]);
  });

  test("of one user is never listed for another", async () => {
    await bindings.put(user, binding("sip:a@1", 60));
    expect(await bindings.list(`${user}x`)).toEqual([]);
  });
});
