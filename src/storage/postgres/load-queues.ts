import type { Log } from "../../dispatch/index.ts";
import { type AgentId, QueueId, TenantId } from "../../ids.ts";
import { type AgentConfig, type QueueConfig, queueOf, readRules } from "../../tenancy/index.ts";
import { type ByTenant, byTenant } from "./by-tenant.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** A tenant, as far as other tenants' queues name its agents. */
export interface KeyedTenant {
  readonly id: string;
  readonly key: string;
}

/**
 * Reads every queue, with what its rules name resolved. A queue whose rules cannot be read (a newer node may have
 * written them) is left out with a warning; what would overflow to it goes back to its flow.
 */
export async function readQueues(
  trx: DatabaseTransaction,
  tenants: readonly KeyedTenant[],
  agents: ByTenant<AgentConfig>,
  log: Log,
): Promise<ByTenant<QueueConfig>> {
  const rows = await trx.selectFrom("queues").selectAll().orderBy("key").execute();
  const readable = rows.flatMap((row) => {
    const read = readRules(row.rules);
    if (read.ok) return [{ ...row, id: QueueId(row.id), rules: read.rules }];
    log.warn(
      { tenant: row.tenant_id, queue: row.key, error: read.why },
      "a queue's rules cannot be read: it is left out",
    );
    return [];
  });
  const queues = new Map(readable.map(({ tenant_id, key, id }) => [nameOf(tenant_id, key), id]));
  const agentNamed = agentsByName(tenants, agents);
  return byTenant(readable, ({ tenant_id, id, key, name, rules }) =>
    queueOf({ id, tenant: TenantId(tenant_id), key, name }, rules, {
      queue: (named) => queues.get(nameOf(tenant_id, named)),
      agent: (named) => agentNamed(tenant_id, named),
    }),
  );
}

/** Finds an own agent by its key, and another tenant's by `lender/agent`. */
function agentsByName(
  tenants: readonly KeyedTenant[],
  agents: ByTenant<AgentConfig>,
): (tenant: string, name: string) => AgentId | undefined {
  const lenders = new Map(tenants.map(({ id, key }) => [key, id]));
  const ids = new Map(
    [...agents].flatMap(([tenant, owned]) => owned.map(({ id, key }) => [nameOf(tenant, key), id] as const)),
  );
  return (tenant, name) => {
    const [lender = "", agent] = name.split("/");
    if (agent === undefined) return ids.get(nameOf(tenant, name));
    return ids.get(nameOf(lenders.get(lender) ?? "", agent));
  };
}

function nameOf(tenant: string, key: string): string {
  return JSON.stringify([tenant, key]);
}
