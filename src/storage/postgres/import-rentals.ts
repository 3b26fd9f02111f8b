import { sql } from "kysely";
import type { PlatformDocument } from "../../tenancy/index.ts";
import type { DatabaseTransaction } from "./connect.ts";

/**
 * Makes the rentals and shared pools as the document says, for tenants that are written already. Contracts between
 * tenants of the document that it does not name are removed; one that concerns a tenant outside it stays.
 */
export async function writeRentals(
  trx: DatabaseTransaction,
  document: PlatformDocument,
  mintId: () => string,
): Promise<void> {
  const tenants = document.tenants.map(({ key }) => key);
  await writeContracts(trx, document.rentals, tenants, mintId);
  await writePools(trx, document.sharedPools, tenants, mintId);
}

async function writeContracts(
  trx: DatabaseTransaction,
  rentals: PlatformDocument["rentals"],
  tenants: readonly string[],
  mintId: () => string,
): Promise<void> {
  const keys = rentals.map(({ key }) => key);
  await sql`
    delete from rentals using tenants lender, tenants renter
    where lender.id = rentals.lender_tenant_id and renter.id = rentals.renter_tenant_id
      and lender.key = any (${tenants}::text[]) and renter.key = any (${tenants}::text[])
      and rentals.key <> all (${keys}::text[])
  `.execute(trx);
  const rows = rentals.map(({ key, lender, renter, ...terms }) => ({
    id: mintId(),
    key,
    lender,
    renter,
    terms,
  }));
  await sql`
    insert into rentals (id, key, lender_tenant_id, renter_tenant_id, terms)
    select row.id, row.key, lender.id, renter.id, row.terms
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (id text, key text, lender text, renter text, terms jsonb)
    join tenants lender on lender.key = row.lender
    join tenants renter on renter.key = row.renter
    on conflict (key) do update set
      lender_tenant_id = excluded.lender_tenant_id, renter_tenant_id = excluded.renter_tenant_id,
      terms = excluded.terms
  `.execute(trx);
}

async function writePools(
  trx: DatabaseTransaction,
  pools: PlatformDocument["sharedPools"],
  tenants: readonly string[],
  mintId: () => string,
): Promise<void> {
  const keys = pools.map(({ key }) => key);
  await sql`
    delete from shared_pools using tenants lender
    where lender.id = shared_pools.lender_tenant_id and lender.key = any (${tenants}::text[])
      and shared_pools.key <> all (${keys}::text[])
      and not exists (
        select from shared_pool_members member join tenants on tenants.id = member.tenant_id
        where member.pool_id = shared_pools.id and tenants.key <> all (${tenants}::text[]))
  `.execute(trx);
  const rows = pools.map(({ key, lender, members: _, ...terms }) => ({ id: mintId(), key, lender, terms }));
  await sql`
    insert into shared_pools (id, key, lender_tenant_id, terms)
    select row.id, row.key, lender.id, row.terms
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id text, key text, lender text, terms jsonb)
    join tenants lender on lender.key = row.lender
    on conflict (key) do update set lender_tenant_id = excluded.lender_tenant_id, terms = excluded.terms
  `.execute(trx);
  for (const { key, members } of pools) await writeMembers(trx, key, members);
}

async function writeMembers(
  trx: DatabaseTransaction,
  pool: string,
  members: PlatformDocument["sharedPools"][number]["members"],
): Promise<void> {
  const keys = members.map(({ tenant }) => tenant);
  await sql`
    delete from shared_pool_members member using shared_pools pool, tenants
    where pool.key = ${pool} and member.pool_id = pool.id and tenants.id = member.tenant_id
      and tenants.key <> all (${keys}::text[])
  `.execute(trx);
  await sql`
    insert into shared_pool_members (pool_id, tenant_id, weight, cap)
    select pool.id, tenants.id, row.weight, row.cap
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as row
      (tenant text, weight double precision, cap integer)
    join tenants on tenants.key = row.tenant
    join shared_pools pool on pool.key = ${pool}
    on conflict (pool_id, tenant_id) do update set weight = excluded.weight, cap = excluded.cap
  `.execute(trx);
}
