import { afterAll, beforeAll, expect, test } from "vitest";
import { connectRedis } from "../../../src/storage/redis/index.ts";
import { recordedLog } from "./recorded-log.ts";
import { openRedis, type TestStore } from "./stores.ts";

let server: TestStore;
beforeAll(async () => {
  server = await openRedis();
});
afterAll(() => server.close());

test("Redis is healthy while it answers, not after the stop, and stopping twice is harmless", async () => {
  const link = await connectRedis(server.url, recordedLog());
  expect(await link.healthy()).toBe(true);
  await link.stop();
  await link.stop();
  expect(await link.healthy()).toBe(false);
});

test("a Redis that cannot be reached to begin with is an error, with its reason, once patience is over", async () => {
  const log = recordedLog();
  const connecting = connectRedis("redis://127.0.0.1:1", log, 300);
  await expect(connecting).rejects.toThrow(/within 0.3 seconds: .*ECONNREFUSED/);
  expect(log.lines).toHaveLength(1);
});
