import type { CallRecord } from "../../calls/index.ts";
import type { Acquaintance, History } from "../../dispatch/index.ts";
import { AgentId, CallId, FlowId, QueueId, type TenantId } from "../../ids.ts";
import type { Database } from "./connect.ts";
import { EndedBy, Outcome } from "./history-words.ts";
import type { Tables } from "./tables.ts";

/** The call history in PostgreSQL. A call that is written already stays as it was written first. */
export function postgresHistory(db: Database): History {
  return {
    write: async (tenant, record) => {
      await db
        .insertInto("call_history")
        .values(rowOf(tenant, record))
        .onConflict((conflict) => conflict.columns(["tenant_id", "call_id"]).doNothing())
        .execute();
    },
    lastAgents: (tenant, limit) => lastAgents(db, tenant, limit),
  };
}

/** Bounded by the calls looked back over, not by callers: of a caller who called often the newest stands first. */
async function lastAgents(db: Database, tenant: TenantId, limit: number): Promise<readonly Acquaintance[]> {
  const rows = await db
    .selectFrom("call_history")
    .select(["caller", "agent_id"])
    .where("tenant_id", "=", tenant)
    .where("agent_id", "is not", null)
    .where("answered_at", "is not", null)
    .orderBy("answered_at", "desc")
    .limit(limit)
    .execute();
  return rows.flatMap(({ caller, agent_id }) =>
    agent_id === null ? [] : [{ caller, agent: AgentId(agent_id) }],
  );
}

/** The tenant's latest calls, the one that ended last first; at most `limit` of them. */
export async function recentCalls(
  db: Database,
  tenant: TenantId,
  limit: number,
): Promise<readonly CallRecord[]> {
  const rows = await db
    .selectFrom("call_history")
    .selectAll()
    .where("tenant_id", "=", tenant)
    .orderBy("ended_at", "desc")
    .orderBy("call_id")
    .limit(limit)
    .execute();
  return rows.map(recordOf);
}

function rowOf(tenant: TenantId, record: CallRecord) {
  return {
    tenant_id: tenant,
    call_id: record.call,
    number: storable(record.number),
    caller: storable(record.caller),
    flow_id: record.flow.id,
    flow_version: record.flow.version,
    arrived_at: new Date(record.arrivedAt),
    queue_id: record.queue ?? null,
    queued_at: momentOf(record.queuedAt),
    agent_id: record.agent ?? null,
    answered_at: momentOf(record.answeredAt),
    ended_at: new Date(record.endedAt),
    ended_by: record.endedBy,
    outcome: record.outcome,
    offers: record.offers,
  };
}

function recordOf(row: Tables["call_history"]): CallRecord {
  return {
    call: CallId(row.call_id),
    number: row.number,
    caller: row.caller,
    flow: { id: FlowId(row.flow_id), version: row.flow_version },
    arrivedAt: row.arrived_at.getTime(),
    ...(row.queue_id !== null && { queue: QueueId(row.queue_id) }),
    ...(row.queued_at !== null && { queuedAt: row.queued_at.getTime() }),
    ...(row.agent_id !== null && { agent: AgentId(row.agent_id) }),
    ...(row.answered_at !== null && { answeredAt: row.answered_at.getTime() }),
    endedAt: row.ended_at.getTime(),
    endedBy: EndedBy.parse(row.ended_by),
    outcome: Outcome.parse(row.outcome),
    offers: row.offers,
  };
}

function momentOf(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}

/** PostgreSQL holds any text but U+0000, which a caller's SIP user agent may send and which must not cost the record. */
function storable(text: string): string {
  return text.replaceAll("\0", "");
}
