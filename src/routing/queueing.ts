import type { CallId } from "../ids.ts";
import { afterWork } from "./availability.ts";
import type { Draft } from "./draft.ts";
import type { RoutingEventOf } from "./event.ts";
import { withdrawOffer } from "./offers.ts";
import type { WaitingCall } from "./queue.ts";

/** A call begins to wait. Whether anybody could ever serve it is seen when the step settles. */
export function callQueued(draft: Draft, event: RoutingEventOf<"call-queued">): void {
  if (draft.waiting.get(event.call) !== undefined || isTalking(draft, event.call)) return;
  draft.waiting.put(event.call, waitingCall(event));
}

/** The caller is gone, or waits no longer. Who was rung for it did no work: ready again, the idle time kept. */
export function callLeft(draft: Draft, id: CallId): void {
  const call = draft.waiting.get(id);
  if (call === undefined) return;
  draft.waiting.drop(id);
  if (call.reservation === undefined) return;
  const agentId = draft.reservations.get(call.reservation)?.agent;
  const agent = agentId && draft.agents.get(agentId);
  withdrawOffer(draft, call.reservation);
  if (agent) draft.putAgent(afterWork(agent, draft.at, agent.idleSince));
}

function waitingCall(event: RoutingEventOf<"call-queued">): WaitingCall {
  const { at, call: id, queue, priority, maximumWaitSeconds, needsAgents } = event;
  const { offersBefore: offers = 0, waitingSince: queuedAt = at } = event;
  const limit = maximumWaitSeconds === undefined ? {} : { giveUpAt: at + maximumWaitSeconds * 1000 };
  return { id, queue, priority, queuedAt, needsAgents, offers, passedOver: [], ...limit };
}

function isTalking(draft: Draft, id: CallId): boolean {
  return draft.agents.now.values().some(({ state }) => state.at === "talking" && state.call === id);
}
