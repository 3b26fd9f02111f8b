import type { Log } from "../../dispatch/index.ts";
import { RentalId, TenantId } from "../../ids.ts";
import type { Rental } from "../../routing/index.ts";
import {
  type AgentConfig,
  poolRentals,
  RentalTerms,
  rentalOf,
  SharedPoolTerms,
} from "../../tenancy/index.ts";
import type { ByTenant } from "./by-tenant.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** Reads every rental and shared pool. One whose terms cannot be read is left out with a warning. */
export async function readRentals(
  trx: DatabaseTransaction,
  agents: ByTenant<AgentConfig>,
  log: Log,
): Promise<readonly Rental[]> {
  return [...(await readContracts(trx, agents, log)), ...(await readPools(trx, agents, log))];
}

async function readContracts(
  trx: DatabaseTransaction,
  agents: ByTenant<AgentConfig>,
  log: Log,
): Promise<readonly Rental[]> {
  const rows = await trx.selectFrom("rentals").selectAll().orderBy("key").execute();
  return rows.flatMap(({ id, key, lender_tenant_id, renter_tenant_id, terms }): readonly Rental[] => {
    const read = RentalTerms.safeParse(terms);
    if (!read.success) return leftOut({ rental: key, error: read.error.message }, log);
    const between = { id: RentalId(id), renter: TenantId(renter_tenant_id) };
    return [rentalOf(between, read.data, agents.get(lender_tenant_id) ?? [])];
  });
}

async function readPools(
  trx: DatabaseTransaction,
  agents: ByTenant<AgentConfig>,
  log: Log,
): Promise<readonly Rental[]> {
  const rows = await trx.selectFrom("shared_pools").selectAll().orderBy("key").execute();
  const memberRows = await trx.selectFrom("shared_pool_members").selectAll().orderBy("tenant_id").execute();
  const members = Map.groupBy(memberRows, ({ pool_id }) => pool_id);
  return rows.flatMap(({ id, key, lender_tenant_id, terms }): readonly Rental[] => {
    const read = SharedPoolTerms.safeParse(terms);
    if (!read.success) return leftOut({ pool: key, error: read.error.message }, log);
    const served = (members.get(id) ?? []).map(({ tenant_id, weight, cap }) => ({
      tenant: TenantId(tenant_id),
      weight,
      ...(cap !== null && { cap }),
    }));
    return poolRentals(id, read.data, served, agents.get(lender_tenant_id) ?? []);
  });
}

function leftOut(where: Readonly<Record<string, string>>, log: Log): readonly never[] {
  log.warn(where, "the terms of a rental or shared pool cannot be read: it is left out");
  return [];
}
