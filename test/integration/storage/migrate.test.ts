import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  connectPostgres,
  migrate,
  type Postgres,
  readMigrations,
} from "../../../src/storage/postgres/index.ts";
import { recordedLog } from "./recorded-log.ts";
import { openDatabase, type TestStore } from "./stores.ts";

const first = { name: "0001-cats.sql", sql: "create table cats (name text)" };
const second = { name: "0002-dogs.sql", sql: "create table dogs (name text)" };
const third = { name: "0003-birds.sql", sql: "create table birds (name text)" };

let store: TestStore;
let postgres: Postgres;

beforeEach(async () => {
  store = await openDatabase();
  postgres = connectPostgres({ url: store.url, log: recordedLog() });
});
afterEach(async () => {
  await postgres.stop();
  await store.close();
});

async function tables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1
  `.execute(postgres.db);
  return rows.map(({ name }) => name);
}

describe("migrations", () => {
  test("the project's own migrations apply to an empty database, and a second time there is nothing to do", async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await migrate(postgres.db)).toEqual({ migrated: true, applied: names, ahead: [] });
    expect(await migrate(postgres.db)).toEqual({ migrated: true, applied: [], ahead: [] });
  });

  test("two nodes migrating at once both succeed, and each migration is applied once", async () => {
    const other = connectPostgres({ url: store.url, log: recordedLog() });
    const results = await Promise.all([migrate(postgres.db), migrate(other.db)]);
    await other.stop();
    const names = (await readMigrations()).map(({ name }) => name);
    expect(results.map(({ migrated }) => migrated)).toEqual([true, true]);
    expect(results.flatMap((result) => (result.migrated ? result.applied : []))).toEqual(names);
  });

  test("an applied migration that reads differently now is refused, and nothing else is applied", async () => {
    await migrate(postgres.db, [first]);
    const changed = { ...first, sql: "create table cats (name text, age int)" };
    const result = await migrate(postgres.db, [changed, second]);
    expect(result).toEqual({ migrated: false, why: "changed", migration: first.name });
    expect(await tables()).toEqual(["applied_migrations", "cats"]);
  });

  test("a migration whose line ends became CRLF in a checkout is unchanged", async () => {
    const text = "create table cats (\n  name text\n)";
    await migrate(postgres.db, [{ ...first, sql: text }]);
    const result = await migrate(postgres.db, [{ ...first, sql: text.replaceAll("\n", "\r\n") }]);
    expect(result).toMatchObject({ migrated: true, applied: [] });
  });

  test("a migration that stands before one already applied is refused", async () => {
    await migrate(postgres.db, [first, third]);
    const result = await migrate(postgres.db, [first, second, third]);
    expect(result).toEqual({ migrated: false, why: "out-of-order", migration: second.name });
  });

  test("a database that a newer node has migrated further is accepted, and said to be ahead", async () => {
    await migrate(postgres.db, [first, second, third]);
    expect(await migrate(postgres.db, [first])).toEqual({
      migrated: true,
      applied: [],
      ahead: [second.name, third.name],
    });
  });

  test("a migration that fails leaves nothing behind, not even the ones before it", async () => {
    const broken = { name: "0002-broken.sql", sql: "create table dogs (name text); select nonsense" };
    await expect(migrate(postgres.db, [first, broken])).rejects.toThrow("nonsense");
    expect(await tables()).toEqual([]);
  });
});
