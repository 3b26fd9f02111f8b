import type { AgentId, CallId } from "../../ids.ts";
import type { WaitEstimate } from "../estimate.ts";
import type { Exclusion } from "../explanation.ts";
import type { AgentNode } from "./agent-node.ts";
import { exclusionOf } from "./availability.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { Line } from "./line.ts";
import { membershipIn } from "./membership.ts";
import type { QueueNode } from "./queue-node.ts";
import { rings } from "./ranking.ts";
import { scoreNow, servedBefore } from "./score.ts";

/** A call's rank among all that wait in its queue, and how much longer it will probably wait. */
export function estimate(call: CallNode, at: number): WaitEstimate {
  const mine = scoreNow(call, at);
  let position = 1;
  for (const other of call.queue.calls)
    if (other !== call && servedBefore(other, scoreNow(other, at), call, mine)) position += 1;
  return estimateAt(call.queue.waits, position, at);
}

/** The same of all calls of a queue: their scores are worked out once. */
export function estimates(
  { calls, waits }: QueueNode,
  at: number,
): readonly (readonly [CallId, WaitEstimate])[] {
  const scored = [...calls].map((call) => ({ call, score: scoreNow(call, at) }));
  scored.sort((one, other) => (servedBefore(one.call, one.score, other.call, other.score) ? -1 : 1));
  return scored.map(({ call }, index) => [call.record.id, estimateAt(waits, index + 1, at)]);
}

function estimateAt(waits: QueueNode["waits"], position: number, at: number): WaitEstimate {
  const expected = waits.predict(position, at);
  if (expected === undefined) return { position };
  return { position, wait: { fromMs: expected.fromMs, toMs: expected.toMs } };
}

/**
 * Why each agent of the cell could not be offered this call now; undefined where it could. Who is not in the call's
 * pool is `other-tenant` here, if neither the tenant's own nor rented; what else keeps it out is in explanations.
 */
export function exclusions(
  cell: Cell,
  call: CallNode,
): readonly (readonly [AgentId, Exclusion | undefined])[] {
  const line = call.queue.lineOf(call);
  if (line === undefined) return [];
  return [...cell.agents.values()].map((agent) => [agent.record.profile.id, exclusion(agent, call, line)]);
}

function exclusion(agent: AgentNode, call: CallNode, { pool }: Line): Exclusion | undefined {
  const member = membershipIn(agent, pool);
  if (member === undefined) return pool.exclusionOf(agent.record.profile.id);
  const doing = exclusionOf[agent.doing(pool.medium)];
  if (doing !== undefined) return doing;
  const { rental } = member.list;
  if (rental?.isShut === true) return rental.withinHours ? "rental-cap" : "rental-closed";
  return rings(agent, call) ? "rung-already" : undefined;
}
