import type { RoutingEventOf } from "../event.ts";
import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { beginSearch } from "./entrance.ts";
import { membershipFor } from "./membership.ts";

type Wish = NonNullable<RoutingEventOf<"call-queued">["preferred"]>;

/**
 * Keeps the call for the agent it asks for, as long as its patience lasts. False if that agent is not signed in, or
 * not eligible at any step, or calls are picked in this queue: the search begins at once then.
 */
export function keepForPreferred(cell: Cell, call: CallNode, { agent, patienceSeconds }: Wish): boolean {
  const node = cell.agents.get(agent);
  if (node === undefined || patienceSeconds <= 0 || !canBeWaitedFor(node, call)) return false;
  const until = cell.at + patienceSeconds * 1000;
  cell.putCall(call, { ...call.record, preferred: { agent, until } });
  hold(cell, call, node);
  return true;
}

/** Puts a kept call where its agent is looked at, with its deadline. */
export function hold(cell: Cell, call: CallNode, node: AgentNode): void {
  const { preferred } = call.record;
  cell.keep(call, node);
  if (preferred !== undefined) cell.deadlines.add({ at: preferred.until, of: "patience", call });
  cell.agenda.free(node);
}

/** The patience is over, or the agent is: the search begins. */
export function letGo(cell: Cell, call: CallNode): void {
  const { preferred } = call.record;
  if (preferred === undefined) return;
  cell.stopKeeping(call, preferred.agent);
  cell.putCall(call, { ...call.record, preferred: undefined });
  beginSearch(cell, call);
}

/** Calls kept for an agent who has signed out are let go. */
export function letGoOf(cell: Cell, node: AgentNode): void {
  for (const call of [...node.kept]) if (!canBeWaitedFor(node, call)) letGo(cell, call);
}

export function canBeWaitedFor(node: AgentNode, call: CallNode): boolean {
  if (node.record.state.at === "logged-out" || call.queue.rules.offering.mode === "claim") return false;
  return membershipFor(node, call) !== undefined;
}
