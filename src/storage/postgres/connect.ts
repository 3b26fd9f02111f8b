import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool } from "pg";
import type { Log } from "../../dispatch/index.ts";
import type { Tables } from "./tables.ts";

/** Queries on the platform's tables, in a transaction or not. */
export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;

/** The connections to PostgreSQL. */
export interface Postgres {
  readonly db: Database;
  /** Whether it answers now; false after two seconds of silence. Never rejects. */
  healthy(): Promise<boolean>;
  /** Lets running queries finish and closes. Safe to repeat. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly url: string;
  readonly log: Log;
  readonly maximumConnections?: number;
}

/** Opens a pool. Nothing is connected until the first query, which rejects when the server cannot be reached. */
export function connectPostgres({ url, log, maximumConnections = 10 }: PostgresOptions): Postgres {
  const pool = new Pool({
    connectionString: url,
    max: maximumConnections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: "fivenines",
  });
  // An idle connection that breaks is replaced by the next query; unheard, its error would end the process.
  pool.on("error", (error) => log.warn({ error: error.message }, "an idle PostgreSQL connection broke"));
  const db: Database = new Kysely({ dialect: new PostgresDialect({ pool }) });
  let stopped: Promise<void> | undefined;
  return {
    db,
    healthy: () => answers(db),
    stop: () => {
      stopped ??= db.destroy();
      return stopped;
    },
  };
}

async function answers(db: Database): Promise<boolean> {
  const deadline = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => deadline.resolve(false), 2_000);
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
