import { type QueueId, ReservationId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { Draft } from "./draft.ts";
import { unavailability } from "./eligibility.ts";
import { explain } from "./explanation.ts";
import { byRank, servedBefore } from "./order.ts";
import type { Queue, WaitingCall } from "./queue.ts";
import type { Reservation } from "./reservation.ts";
import { shortfall } from "./skills.ts";
import { unoffered } from "./waiting.ts";

/**
 * Offers every waiting call that some free agent can serve, in turn.
 *
 * Afterwards no free agent could serve any call that still waits. So at the next event only such calls can match as
 * came, came back, or are within the skills of an agent who became free: finding them is linear in agents and calls,
 * and only they are sorted. To go further behind the same `step`, keep for each queue its calls in turn and its free
 * agents by idle time, derived from the state and carried from one step to the next.
 */
export function matchCalls(draft: Draft): void {
  const calls = unoffered(draft);
  const free = calls.length === 0 ? new Set<Agent>() : freeAgents(draft);
  const served = servedQueues(draft, calls, free);
  for (const call of calls.filter(({ queue }) => served.has(queue)).sort(servedBefore)) {
    const queue = served.get(call.queue);
    if (queue === undefined) continue;
    const ranking = rank(call, queue, free);
    const [best] = ranking;
    if (best === undefined) served.delete(queue.id);
    else {
      free.delete(best);
      offer(draft, call, queue, ranking, best);
    }
  }
}

function freeAgents(draft: Draft): Set<Agent> {
  return new Set(draft.agents.now.values().filter((agent) => unavailability(agent) === undefined));
}

/** The queues in which a call waits that some free agent can serve. */
function servedQueues(
  draft: Draft,
  calls: readonly WaitingCall[],
  free: ReadonlySet<Agent>,
): Map<QueueId, Queue> {
  const served = new Map<QueueId, Queue>();
  for (const id of new Set(calls.map(({ queue }) => queue))) {
    const queue = draft.queues.get(id);
    if (queue !== undefined && free.values().some((agent) => canServe(agent, queue))) served.set(id, queue);
  }
  return served;
}

/** The free agents who can serve this call, the one to be offered it first. */
function rank(call: WaitingCall, queue: Queue, free: ReadonlySet<Agent>): Agent[] {
  const eligible = [...free].filter((agent) => canServe(agent, queue));
  return eligible.sort(byRank(new Set(call.passedOver)));
}

function canServe(agent: Agent, { requires }: Queue): boolean {
  return shortfall(agent.profile.skills, requires) === undefined;
}

function offer(draft: Draft, call: WaitingCall, queue: Queue, ranking: readonly Agent[], agent: Agent): void {
  const because = explain(draft, call, queue, ranking);
  const reservation = reserve(draft, call, queue, agent);
  const { ringForSeconds } = queue;
  draft.command({
    do: "offer",
    reservation: reservation.id,
    call: call.id,
    agent: reservation.agent,
    queue: queue.id,
    ringForSeconds,
    because,
  });
}

/** The only place where a reservation begins: call and agent are held for each other in the same step. */
function reserve(draft: Draft, call: WaitingCall, queue: Queue, agent: Agent): Reservation {
  const offers = call.offers + 1;
  const id = ReservationId(`${call.id}.${offers}`);
  const expiresAt = draft.at + queue.ringForSeconds * 1000;
  const reservation = { id, call: call.id, agent: agent.profile.id, madeAt: draft.at, expiresAt };
  draft.reservations.put(id, reservation);
  draft.waiting.put(call.id, { ...call, offers, reservation: id });
  draft.putAgent({ ...agent, state: { at: "reserved", since: draft.at, reservation: id, call: call.id } });
  return reservation;
}
