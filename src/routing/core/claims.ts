import type { RoutingEventOf } from "../event.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { explain } from "./explain.ts";
import { membershipIn } from "./membership.ts";
import { offer } from "./offer.ts";
import { rankOnly } from "./ranking.ts";

/** An agent picks a waiting call. Nothing happens if it rings already, or is not the agent's to take now. */
export function callClaimed(cell: Cell, event: RoutingEventOf<"call-claimed">): void {
  const call = cell.calls.get(event.call);
  const agent = cell.agents.get(event.agent);
  const line = call?.queue.lineOf(call);
  if (call === undefined || agent === undefined || line === undefined || !isToBeHad(call)) return;
  const member = membershipIn(agent, line.pool);
  if (member === undefined || !member.isLinked || member.list.isShut) return;
  offer(cell, call, member, explain(cell, call, line, rankOnly(cell, call, member), "claimed"));
}

function isToBeHad({ record }: CallNode): boolean {
  return record.reservations.length === 0 && record.preferred === undefined;
}
