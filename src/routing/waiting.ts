import type { AgentId, CallId, QueueId } from "../ids.ts";
import { isSignedIn } from "./availability.ts";
import type { Draft } from "./draft.ts";
import { servedBefore } from "./order.ts";
import type { WaitingCall } from "./queue.ts";
import { shortfall } from "./skills.ts";

/** The offer for this call is over and was not answered: age and place are kept, unless its time is up. */
export function returnToQueue(draft: Draft, id: CallId, notTakenBy?: AgentId): void {
  const offered = draft.waiting.get(id);
  if (offered === undefined) return;
  const { reservation: _ended, ...call } = offered;
  if (isOverdue(call, draft.at)) return giveUp(draft, call, "maximum-wait");
  draft.waiting.put(id, { ...call, passedOver: withAgent(call.passedOver, notTakenBy) });
}

/** Lets go of every call that has waited as long as it may and is not being offered. */
export function giveUpOverdue(draft: Draft): void {
  const overdue = unoffered(draft).filter((call) => isOverdue(call, draft.at));
  for (const call of overdue.sort(servedBefore)) giveUp(draft, call, "maximum-wait");
}

/** Lets go of every call that waits for nobody: its queue is gone, or nobody signed in could serve it and it minds. */
export function giveUpHopeless(draft: Draft): void {
  const isServed = servedQueues(draft);
  const hopeless = unoffered(draft).filter(
    ({ queue, needsAgents }) => !draft.queues.has(queue) || (needsAgents && !isServed(queue)),
  );
  for (const call of hopeless.sort(servedBefore)) giveUp(draft, call, "no-agents");
}

/** Waiting calls that ring nobody. */
export function unoffered(draft: Draft): WaitingCall[] {
  return [...draft.waiting.now.values()].filter(({ reservation }) => reservation === undefined);
}

function giveUp(draft: Draft, { id }: WaitingCall, why: "maximum-wait" | "no-agents"): void {
  draft.waiting.drop(id);
  draft.command({ do: "give-up", call: id, why });
}

/** Whether somebody signed in has a queue's skills; agents are looked through at most once for each queue. */
function servedQueues(draft: Draft): (queue: QueueId) => boolean {
  const known = new Map<QueueId, boolean>();
  return (queue) => {
    const served = known.get(queue) ?? hasSkilledAgent(draft, queue);
    known.set(queue, served);
    return served;
  };
}

function hasSkilledAgent(draft: Draft, id: QueueId): boolean {
  const requires = draft.queues.get(id)?.requires ?? {};
  return draft.agents.now
    .values()
    .some((agent) => isSignedIn(agent) && shortfall(agent.profile.skills, requires) === undefined);
}

function isOverdue({ giveUpAt }: WaitingCall, at: number): boolean {
  return giveUpAt !== undefined && giveUpAt <= at;
}

function withAgent(passedOver: readonly AgentId[], agent: AgentId | undefined): readonly AgentId[] {
  return agent === undefined || passedOver.includes(agent) ? passedOver : [...passedOver, agent];
}
