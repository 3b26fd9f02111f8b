import { sql } from "kysely";
import type { TenantDocument } from "../../tenancy/index.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** Publishes the tenant's flows where their graphs changed, and takes those that are not listed out of use. */
export async function writeFlows(
  trx: DatabaseTransaction,
  tenant: string,
  flows: TenantDocument["flows"],
  mintId: () => string,
): Promise<void> {
  const keys = flows.map(({ key }) => key);
  await sql`
    update flows set published_version = null where tenant_id = ${tenant} and key <> all (${keys}::text[])
  `.execute(trx);
  for (const flow of flows) await writeFlow(trx, tenant, flow, mintId);
}

async function writeFlow(
  trx: DatabaseTransaction,
  tenant: string,
  { key, name, graph }: TenantDocument["flows"][number],
  mintId: () => string,
): Promise<void> {
  const { id } = await trx
    .insertInto("flows")
    .values({ tenant_id: tenant, id: mintId(), key, name, published_version: null })
    .onConflict((conflict) => conflict.columns(["tenant_id", "key"]).doUpdateSet({ name }))
    .returning("id")
    .executeTakeFirstOrThrow();
  const version = await versionOf(trx, tenant, id, JSON.stringify(graph));
  await trx
    .updateTable("flows")
    .set({ published_version: version })
    .where("tenant_id", "=", tenant)
    .where("id", "=", id)
    .execute();
}

/** The version with that graph: the latest if it reads the same (as jsonb, so without regard to order), else a new one. */
async function versionOf(
  trx: DatabaseTransaction,
  tenant: string,
  flow: string,
  document: string,
): Promise<number> {
  const latest = await trx
    .selectFrom("flow_versions")
    .select(["version", sql<boolean>`document = ${document}::jsonb`.as("unchanged")])
    .where("tenant_id", "=", tenant)
    .where("flow_id", "=", flow)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (latest?.unchanged === true) return latest.version;
  const version = (latest?.version ?? 0) + 1;
  await trx
    .insertInto("flow_versions")
    .values({ tenant_id: tenant, flow_id: flow, version, document })
    .execute();
  return version;
}
