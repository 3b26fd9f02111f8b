import { sql } from "kysely";
import { expect, test } from "vitest";
import { connectPostgres } from "../../../src/storage/postgres/index.ts";
import { recordedLog } from "./recorded-log.ts";
import { openDatabase } from "./stores.ts";

test("PostgreSQL is healthy while it answers, not after the stop, and stopping twice is harmless", async () => {
  const store = await openDatabase();
  const postgres = connectPostgres({ url: store.url, log: recordedLog() });
  expect(await postgres.healthy()).toBe(true);
  await postgres.stop();
  await postgres.stop();
  expect(await postgres.healthy()).toBe(false);
  await store.close();
});

test("a PostgreSQL that cannot be reached is not healthy", async () => {
  const postgres = connectPostgres({ url: "postgres://nobody@127.0.0.1:1/nothing", log: recordedLog() });
  expect(await postgres.healthy()).toBe(false);
  await postgres.stop();
});

test("an idle connection that breaks is reported, and the next query works", async () => {
  const store = await openDatabase();
  const log = recordedLog();
  const postgres = connectPostgres({ url: store.url, log });
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(postgres.db);
  const other = connectPostgres({ url: store.url, log: recordedLog() });
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
  expect(await log.line("connection broke")).toMatchObject({ level: "warn" });
  expect(await postgres.healthy()).toBe(true);
  await other.stop();
  await postgres.stop();
  await store.close();
});
