import type { Log } from "../../dispatch/index.ts";
import { FlowId } from "../../ids.ts";
import { Flow } from "../../ivr/index.ts";
import type { PublishedFlow } from "../../tenancy/index.ts";
import { type ByTenant, byTenant } from "./by-tenant.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** Reads the published version of every flow in use; one that cannot be read is left out with a warning. */
export async function readFlows(trx: DatabaseTransaction, log: Log): Promise<ByTenant<PublishedFlow>> {
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
