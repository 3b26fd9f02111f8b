import type { Log } from "../../dispatch/index.ts";
import { AgentId, TenantId } from "../../ids.ts";
import { type AgentConfig, CapacityDocument } from "../../tenancy/index.ts";
import { type ByTenant, byTenant } from "./by-tenant.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** Reads every agent with its skills. A capacity that cannot be read is left out with a warning: one call at a time. */
export async function readAgents(trx: DatabaseTransaction, log: Log): Promise<ByTenant<AgentConfig>> {
  const skills = await readSkills(trx);
  const rows = await trx.selectFrom("agents").selectAll().orderBy("key").execute();
  return byTenant(rows, ({ tenant_id, id, key, name, sip_username, groups, weight, capacity }) => ({
    id: AgentId(id),
    tenant: TenantId(tenant_id),
    key,
    name,
    sipUsername: sip_username,
    skills: skills.get(ownerKey(tenant_id, id)) ?? {},
    groups,
    weight,
    ...(capacity !== null && capacityOf(capacity, { tenant: tenant_id, agent: key }, log)),
  }));
}

function capacityOf(
  kept: unknown,
  where: Readonly<Record<string, string>>,
  log: Log,
): Pick<AgentConfig, "capacity"> {
  const capacity = CapacityDocument.safeParse(kept);
  if (capacity.success) return { capacity: capacity.data };
  log.warn(
    { ...where, error: capacity.error.message },
    "an agent's capacity cannot be read: the agent takes one call at a time",
  );
  return {};
}

/** The levels of each agent, in the order of the skills' names. */
async function readSkills(
  trx: DatabaseTransaction,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await trx.selectFrom("agent_skills").selectAll().orderBy("skill").execute();
  const grouped = Map.groupBy(rows, ({ tenant_id, agent_id }) => ownerKey(tenant_id, agent_id));
  return new Map(
    [...grouped].map(([owner, held]) => [
      owner,
      Object.fromEntries(held.map(({ skill, level }) => [skill, level])),
    ]),
  );
}

function ownerKey(tenant: string, agent: string): string {
  return JSON.stringify([tenant, agent]);
}
