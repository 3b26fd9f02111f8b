import type { Agent } from "../agent.ts";
import type { RoutingEventOf } from "../event.ts";
import type { AgentNode } from "./agent-node.ts";
import { atRest, onBreak, ready, reserve } from "./availability.ts";
import type { Cell } from "./cell.ts";
import { withdrawOffer } from "./offers.ts";
import { makeGood } from "./works.ts";

/** An agent asked for a state. At rest it is had at once; with work in hand it is reserved for afterwards. */
export function agentAsked(cell: Cell, event: RoutingEventOf<"agent-asked">): void {
  const node = cell.agents.get(event.agent);
  if (node === undefined) return;
  switch (event.to) {
    case "ready":
      return askedReady(cell, node);
    case "not-ready":
      return askedNotReady(cell, node, event.reason);
    case "logged-out":
      return askedLoggedOut(cell, node);
  }
}

/** Nobody is ready whom nothing can ring; a repeated wish keeps the idle time. */
function askedReady(cell: Cell, node: AgentNode): void {
  const { record } = node;
  if (!record.hasDevice || record.state.at === "ready") return;
  if (hasCalls(record)) return cell.putAgent(node, reserve(record, {}));
  endWrapUps(cell, node);
  cell.putAgent(node, ready(signedIn(node.record, cell.at), cell.at, cell.at));
}

function askedNotReady(cell: Cell, node: AgentNode, reason: string): void {
  const { record } = node;
  const { state } = record;
  if (state.at === "not-ready" && state.reason === reason && state.until === undefined) return;
  if (hasCalls(record)) return cell.putAgent(node, reserve(record, { breakReserved: reason }));
  endWrapUps(cell, node);
  cell.putAgent(node, onBreak(signedIn(node.record, cell.at), cell.at, reason));
}

/**
 * Who signs out while a device rings is not made to answer: the call goes back to its place. A conversation is
 * finished first, with its wrap-up.
 */
function askedLoggedOut(cell: Cell, node: AgentNode): void {
  const { record } = node;
  if (record.state.at === "logged-out") return;
  if (!hasCalls(record)) {
    endWrapUps(cell, node);
    return cell.putAgent(node, atRest(node.record, { at: "logged-out", since: cell.at }, cell.at));
  }
  cell.putAgent(node, reserve(record, { signOutReserved: true }));
  withdrawRinging(cell, node);
}

function withdrawRinging(cell: Cell, node: AgentNode): void {
  for (const { at, reservation } of node.record.works)
    if (at === "reserved") withdrawOffer(cell, reservation);
}

/** An offer rings or a conversation goes on; wrap-up is ended by the agent's own act. */
function hasCalls({ works }: Agent): boolean {
  return works.some(({ at }) => at !== "wrap-up");
}

/** What wrap-ups cost is settled; the agent's next state takes their place. */
function endWrapUps(cell: Cell, node: AgentNode): void {
  for (const work of node.record.works) if (work.at === "wrap-up") makeGood(cell, node, work);
}

/** Occupancy is counted from here. */
function signedIn(agent: Agent, at: number): Agent {
  return agent.state.at === "logged-out" ? { ...agent, signedInAt: at, busyMs: 0 } : agent;
}
