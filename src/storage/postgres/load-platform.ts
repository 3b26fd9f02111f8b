import type { Log } from "../../dispatch/index.ts";
import { FlowId, TenantId, TrunkId } from "../../ids.ts";
import type { AgentConfig, PlatformConfig, TenantConfig, Trunk } from "../../tenancy/index.ts";
import type { ByTenant } from "./by-tenant.ts";
import type { Database, DatabaseTransaction } from "./connect.ts";
import { readAgents } from "./load-agents.ts";
import { readFlows } from "./load-flows.ts";
import { readQueues } from "./load-queues.ts";
import { readRentals } from "./load-rentals.ts";

/**
 * Reads the whole configuration, as it stood at one moment. What cannot be read (a newer node may have written it) is
 * left out with a warning: a flow and its numbers with it, a queue, a rental. One tenant's must not stop the platform.
 * While nobody runs the platform yet, `operator` is empty text, which is no tenant's id.
 */
export async function loadPlatform(db: Database, log: Log): Promise<PlatformConfig> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((trx) => readPlatform(trx, log));
}

async function readPlatform(trx: DatabaseTransaction, log: Log): Promise<PlatformConfig> {
  const platform = await trx.selectFrom("platform").selectAll().executeTakeFirstOrThrow();
  const agents = await readAgents(trx, log);
  return {
    version: Number(platform.config_version),
    operator: TenantId(platform.operator_tenant_id ?? ""),
    trunks: await readTrunks(trx),
    tenants: await readTenants(trx, agents, log),
    rentals: await readRentals(trx, agents, log),
  };
}

async function readTrunks(trx: DatabaseTransaction): Promise<readonly Trunk[]> {
  const rows = await trx.selectFrom("trunks").selectAll().orderBy("key").execute();
  return rows.map(({ id, key, name, addresses, sip_username }) => ({
    id: TrunkId(id),
    key,
    name,
    addresses,
    ...(sip_username !== null && { sipUsername: sip_username }),
  }));
}

async function readTenants(
  trx: DatabaseTransaction,
  agents: ByTenant<AgentConfig>,
  log: Log,
): Promise<readonly TenantConfig[]> {
  const rows = await trx.selectFrom("tenants").selectAll().orderBy("key").execute();
  const queues = await readQueues(trx, rows, agents, log);
  const flows = await readFlows(trx, log);
  const numbers = Map.groupBy(
    await trx.selectFrom("numbers").selectAll().orderBy("number").execute(),
    (row) => row.tenant_id,
  );
  return rows.map(({ id, key, name, concurrent_calls }) => {
    const published = flows.get(id) ?? [];
    const answering = (numbers.get(id) ?? []).filter(({ flow_id }) =>
      published.some((flow) => flow.id === flow_id),
    );
    return {
      id: TenantId(id),
      key,
      name,
      quotas: { concurrentCalls: concurrent_calls },
      numbers: new Map(answering.map(({ number, flow_id }) => [number, FlowId(flow_id)])),
      agents: agents.get(id) ?? [],
      queues: queues.get(id) ?? [],
      flows: published,
    };
  });
}
