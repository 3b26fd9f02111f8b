import { sql } from "kysely";
import { type PlatformDocument, validatePlatform } from "../../tenancy/index.ts";
import type { Database, DatabaseTransaction } from "./connect.ts";
import { writeCredentials } from "./import-credentials.ts";
import { writeRentals } from "./import-rentals.ts";
import { type ImportResult, Refused, refusalOf } from "./import-result.ts";
import { writeTenant } from "./import-tenant.ts";
import { writeTrunks } from "./import-trunks.ts";

export interface ImportOptions {
  /** SIP user name → password, of agents and trunks alike. Who already has one may be left out and keeps it. */
  readonly passwords: ReadonlyMap<string, string>;
  /** The digest realm that the passwords are for. */
  readonly realm: string;
  /** A new id at each call: for a tenant, an agent, a queue, a flow, a trunk or a contract that is not there yet. */
  readonly mintId: () => string;
}

/**
 * Makes the platform as the document says, all or nothing. Things are recognised by their keys and keep their ids.
 * Tenants and trunks that are not in the document stay untouched; within a tenant, agents, queues, numbers and skills
 * that are not in it are removed, and its flows are taken out of use. Rentals and shared pools that are not in it are
 * removed where all tenants they concern are. A flow whose graph changed gets a new published version; an unchanged one
 * keeps its version.
 */
export async function importPlatform(
  db: Database,
  document: PlatformDocument,
  options: ImportOptions,
): Promise<ImportResult> {
  const faults = validatePlatform(document).filter((fault) => fault.severity === "error");
  if (faults.length > 0) return { imported: false, why: "faulty-document", faults };
  try {
    const version = await db.transaction().execute((trx) => write(trx, document, options));
    return { imported: true, version };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return { imported: false, ...refusal };
  }
}

async function write(
  trx: DatabaseTransaction,
  document: PlatformDocument,
  options: ImportOptions,
): Promise<number> {
  await takeTurn(trx);
  await writeTrunks(trx, document.trunks, options.mintId);
  for (const tenant of document.tenants) await writeTenant(trx, tenant, options.mintId);
  await writeRentals(trx, document, options.mintId);
  const missing = await writeCredentials(trx, document, options);
  if (missing.length > 0) throw new Refused({ why: "password-missing", sipUsernames: missing });
  await trx
    .updateTable("platform")
    .set((eb) => ({
      operator_tenant_id: eb.selectFrom("tenants").select("id").where("key", "=", document.operator),
    }))
    .execute();
  await sql`set constraints all immediate`.execute(trx);
  const { config_version } = await trx
    .selectFrom("platform")
    .select("config_version")
    .executeTakeFirstOrThrow();
  return Number(config_version);
}

/** Two imports at once would each see half of the other's keys: they go one after the other. */
async function takeTurn(trx: DatabaseTransaction): Promise<void> {
  await trx.selectFrom("platform").select("config_version").forUpdate().execute();
}
