import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./connect.ts";

/** One file of `migrations/`, named `NNNN-what-it-does.sql`; applied in the order of the names, never back. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export type MigrationResult =
  | {
      readonly migrated: true;
      /** Names of the migrations that this run applied. */
      readonly applied: readonly string[];
      /** Names that the database has and this program does not know: a newer node was here. It may go on. */
      readonly ahead: readonly string[];
    }
  /** An applied migration reads differently now, or one stands before others that are applied already. */
  | { readonly migrated: false; readonly why: "changed" | "out-of-order"; readonly migration: string };

/** Why the database is not brought up to date, and what to do. */
export function explainMigration({ why, migration }: Extract<MigrationResult, { migrated: false }>): string {
  return why === "changed"
    ? `the migration ${migration} was applied as another text: restore its file, and put the change in a new one`
    : `the migration ${migration} stands before others that are applied already: give it a later number`;
}

/** Any number will do, as long as all nodes take the same lock. */
const lockNumber = 99_999;

/**
 * Brings the database up to date: all pending migrations or none. Nodes that do so at once take turns, and the
 * second finds nothing left to do. Rejects when a migration fails; then nothing was changed.
 */
export async function migrate(db: Database, migrations?: readonly Migration[]): Promise<MigrationResult> {
  const known = migrations ?? (await readMigrations());
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(trx);
    await trx.schema
      .createTable("applied_migrations")
      .ifNotExists()
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("sha256", "text", (column) => column.notNull())
      .addColumn("applied_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    const past = await trx.selectFrom("applied_migrations").select(["name", "sha256"]).execute();
    const plan = planMigrations(known, past);
    if (plan.migrated) await apply(trx, known, plan.applied);
    return plan;
  });
}

/** What has to be applied to a database with that past. */
function planMigrations(
  known: readonly Migration[],
  past: readonly { readonly name: string; readonly sha256: string }[],
): MigrationResult {
  const checksums = new Map(past.map(({ name, sha256 }) => [name, sha256]));
  const names = new Set(known.map(({ name }) => name));
  const changed = known.find(
    (migration) => (checksums.get(migration.name) ?? sha256Of(migration)) !== sha256Of(migration),
  );
  if (changed !== undefined) return { migrated: false, why: "changed", migration: changed.name };
  const firstPending = known.findIndex(({ name }) => !checksums.has(name));
  const pending = firstPending === -1 ? [] : known.slice(firstPending).map(({ name }) => name);
  const late = pending.some((name) => checksums.has(name)) ? pending[0] : undefined;
  if (late !== undefined) return { migrated: false, why: "out-of-order", migration: late };
  return {
    migrated: true,
    applied: pending,
    ahead: [...checksums.keys()].filter((name) => !names.has(name)).sort(),
  };
}

async function apply(
  trx: DatabaseTransaction,
  known: readonly Migration[],
  names: readonly string[],
): Promise<void> {
  for (const migration of known.filter(({ name }) => names.includes(name))) {
    await sql.raw(migration.sql).execute(trx);
    await trx
      .insertInto("applied_migrations")
      .values({ name: migration.name, sha256: sha256Of(migration) })
      .execute();
  }
}

/** The migrations that came with this program, in order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const folder = new URL("./migrations/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(name, folder), "utf8") })),
  );
}

/** A checkout may have turned line ends into CRLF: that is no change. */
function sha256Of(migration: Migration): string {
  return createHash("sha256").update(migration.sql.replaceAll("\r\n", "\n")).digest("hex");
}
