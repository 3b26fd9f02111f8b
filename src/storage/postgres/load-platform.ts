import type { Log } from "../../dispatch/index.ts";
import { AgentId, FlowId, QueueId, TenantId, TrunkId } from "../../ids.ts";
import { Flow } from "../../ivr/index.ts";
import type {
  AgentConfig,
  PlatformConfig,
  PublishedFlow,
  QueueConfig,
  TenantConfig,
  Trunk,
} from "../../tenancy/index.ts";
import type { Database, DatabaseTransaction } from "./connect.ts";

/**
 * Reads the whole configuration, as it stood at one moment. A flow that cannot be read (a newer node may have written
 * it) is left out with a warning, and its numbers with it: one tenant's flow must not stop the platform. While nobody
 * runs the platform yet, `operator` is empty text, which is no tenant's id.
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
  return {
    version: Number(platform.config_version),
    operator: TenantId(platform.operator_tenant_id ?? ""),
    trunks: await readTrunks(trx),
    tenants: await readTenants(trx, log),
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

async function readTenants(trx: DatabaseTransaction, log: Log): Promise<readonly TenantConfig[]> {
  const agents = await readAgents(trx);
  const queues = await readQueues(trx);
  const flows = await readFlows(trx, log);
  const numbers = Map.groupBy(
    await trx.selectFrom("numbers").selectAll().orderBy("number").execute(),
    (row) => row.tenant_id,
  );
  const rows = await trx.selectFrom("tenants").selectAll().orderBy("key").execute();
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

type ByTenant<Item> = ReadonlyMap<string, readonly Item[]>;

async function readAgents(trx: DatabaseTransaction): Promise<ByTenant<AgentConfig>> {
  const skills = await trx.selectFrom("agent_skills").selectAll().orderBy("skill").execute();
  const levels = levelsByOwner(
    skills,
    ({ agent_id }) => agent_id,
    ({ level }) => level,
  );
  const rows = await trx.selectFrom("agents").selectAll().orderBy("key").execute();
  return byTenant(rows, ({ tenant_id, id, key, name, sip_username }) => ({
    id: AgentId(id),
    key,
    name,
    sipUsername: sip_username,
    skills: levels.get(ownerKey(tenant_id, id)) ?? {},
  }));
}

async function readQueues(trx: DatabaseTransaction): Promise<ByTenant<QueueConfig>> {
  const requirements = await trx.selectFrom("queue_requirements").selectAll().orderBy("skill").execute();
  const levels = levelsByOwner(
    requirements,
    ({ queue_id }) => queue_id,
    ({ minimum_level }) => minimum_level,
  );
  const rows = await trx.selectFrom("queues").selectAll().orderBy("key").execute();
  return byTenant(rows, ({ tenant_id, id, key, name, ring_for_seconds, wrap_up_seconds }) => ({
    id: QueueId(id),
    key,
    name,
    requires: levels.get(ownerKey(tenant_id, id)) ?? {},
    ringForSeconds: ring_for_seconds,
    wrapUpSeconds: wrap_up_seconds,
  }));
}

async function readFlows(trx: DatabaseTransaction, log: Log): Promise<ByTenant<PublishedFlow>> {
  const rows = await trx
    .selectFrom("flows")
    .innerJoin("flow_versions", (join) =>
      join
        .onRef("flow_versions.tenant_id", "=", "flows.tenant_id")
        .onRef("flow_versions.flow_id", "=", "flows.id")
        .onRef("flow_versions.version", "=", "flows.published_version"),
    )
    .select(["flows.tenant_id", "flows.id", "flows.key", "flow_versions.version", "flow_versions.document"])
    .orderBy("flows.key")
    .execute();
  const readable = rows.flatMap((row) => {
    const graph = Flow.safeParse(row.document);
    if (graph.success) return [{ ...row, graph: graph.data }];
    log.warn(
      { tenant: row.tenant_id, flow: row.key, version: row.version, error: graph.error.message },
      "a published flow cannot be read: its numbers do not answer",
    );
    return [];
  });
  return byTenant(readable, ({ id, key, version, graph }) => ({ id: FlowId(id), key, version, graph }));
}

function byTenant<Row extends { readonly tenant_id: string }, Item>(
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
): ByTenant<Item> {
  const grouped = Map.groupBy(rows, (row) => row.tenant_id);
  return new Map([...grouped].map(([tenant, owned]) => [tenant, owned.map(itemOf)]));
}

function levelsByOwner<Row extends { readonly tenant_id: string; readonly skill: string }>(
  rows: readonly Row[],
  ownerOf: (row: Row) => string,
  levelOf: (row: Row) => number,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const grouped = Map.groupBy(rows, (row) => ownerKey(row.tenant_id, ownerOf(row)));
  return new Map(
    [...grouped].map(([owner, held]) => [
      owner,
      Object.fromEntries(held.map((row) => [row.skill, levelOf(row)])),
    ]),
  );
}

function ownerKey(tenant: string, owner: string): string {
  return JSON.stringify([tenant, owner]);
}
