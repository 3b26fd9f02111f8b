import { connectPostgres, migrate, type Postgres } from "../../../src/storage/postgres/index.ts";
import { recordedLog } from "./recorded-log.ts";
import { openDatabase } from "./stores.ts";

/** An up-to-date database with nothing in it. */
export interface TestDatabase extends Postgres {
  readonly url: string;
  /** Takes everything out again, between one test and the next. */
  empty(): Promise<void>;
}

export async function openMigrated(): Promise<TestDatabase> {
  const store = await openDatabase();
  const postgres = connectPostgres({ url: store.url, log: recordedLog() });
  await migrate(postgres.db);
  return {
    ...postgres,
    url: store.url,
    empty: async () => {
      await postgres.db.updateTable("platform").set({ operator_tenant_id: null }).execute();
      await postgres.db.deleteFrom("call_history").execute();
      await postgres.db.deleteFrom("numbers").execute();
      await postgres.db.deleteFrom("queues").execute();
      await postgres.db.deleteFrom("agents").execute();
      await postgres.db.updateTable("flows").set({ published_version: null }).execute();
      await postgres.db.deleteFrom("tenants").execute();
      await postgres.db.deleteFrom("trunks").execute();
    },
    stop: async () => {
      await postgres.stop();
      await store.close();
    },
  };
}
