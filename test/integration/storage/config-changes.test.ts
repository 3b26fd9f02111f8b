import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ConfigWatch, loadPlatform, onConfigChanged } from "../../../src/storage/postgres/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, importInto, platformOf, publisher } from "./documents.ts";
import { type RecordedLog, recordedLog } from "./recorded-log.ts";

let database: TestDatabase;
let watch: ConfigWatch;
let log: RecordedLog;
let told: number;
let tellOnce: PromiseWithResolvers<void>;

beforeAll(async () => {
  database = await openMigrated();
});
beforeEach(async () => {
  await database.empty();
  log = recordedLog();
  told = 0;
  tellOnce = Promise.withResolvers();
  watch = await onConfigChanged({ url: database.url, log }, () => {
    told += 1;
    tellOnce.resolve();
    tellOnce = Promise.withResolvers();
  });
});
afterEach(() => watch.stop());
afterAll(() => database.stop());

async function version(): Promise<number> {
  return (await loadPlatform(database.db, recordedLog())).version;
}

/** Everything told before this has been heard when it resolves. */
async function nextTold(change: () => Promise<unknown>): Promise<void> {
  const heard = tellOnce.promise;
  await change();
  await heard;
}

/** Ends the watch's connection from the server's side. */
function breakIt(): Promise<unknown> {
  return sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'fivenines configuration watch' and datname = current_database()
  `.execute(database.db);
}

describe("a configuration change", () => {
  test("is told once, raises the version by one, and can be read when it is told", async () => {
    const before = await version();
    await nextTold(() => importInto(database.db, platformOf([publisher(), academy()])));
    expect([told, await version()]).toEqual([1, before + 1]);
  });

  test("that changes nothing is neither told nor counted", async () => {
    await nextTold(() => importInto(database.db, platformOf([publisher()])));
    const before = await version();
    await importInto(database.db, platformOf([publisher()]));
    expect(await version()).toBe(before);
    await nextTold(() => sql`update tenants set concurrent_calls = 11`.execute(database.db));
    expect([told, await version()]).toEqual([2, before + 1]);
  });

  test("made by hand in the database is told and counted all the same", async () => {
    await nextTold(() => importInto(database.db, platformOf([publisher()])));
    const before = await version();
    await nextTold(() => sql`update agent_skills set level = 9 where skill = 'english'`.execute(database.db));
    expect(await version()).toBe(before + 1);
  });

  test("that is rolled back is not told", async () => {
    await nextTold(() => importInto(database.db, platformOf([publisher()])));
    const before = await version();
    await importInto(database.db, platformOf([academy({ numbers: [{ number: "98668", flow: "main" }] })]));
    expect(await version()).toBe(before);
    await nextTold(() => sql`update tenants set name = '星空'`.execute(database.db));
    expect(told).toBe(2);
  });
});

describe("a watch whose connection breaks", () => {
  test("connects again and tells once, for a change may have gone unheard", async () => {
    await nextTold(breakIt);
    expect(told).toBe(1);
    await log.line("heard again");
    await nextTold(() => importInto(database.db, platformOf([publisher()])));
    expect(told).toBe(2);
  });

  test("can be stopped, twice, and while it is connecting again", async () => {
    await breakIt();
    await watch.stop();
    await watch.stop();
    await importInto(database.db, platformOf([publisher()]));
    expect(told).toBe(0);
  });
});

test("a watch of a database that cannot be reached fails at once", async () => {
  const url = "postgres://nobody@127.0.0.1:1/nothing";
  await expect(onConfigChanged({ url, log: recordedLog() }, () => {})).rejects.toThrow("ECONNREFUSED");
});
