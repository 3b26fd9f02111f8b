import type { AgentId, CallId, QueueId, ReservationId } from "../../../src/ids.ts";
import type { AgentState, RoutingSnapshot } from "../../../src/routing/index.ts";
import type { Cell } from "../population/cell.ts";
import { membersByStep } from "../population/membership.ts";
import type { Due } from "./due.ts";
import type { FloorAgent, FloorCall, FloorOffer, FloorQueue, FloorTalk } from "./people.ts";

/** The agents as the router left them. */
export function agentsFrom({ agents }: RoutingSnapshot): ReadonlyMap<AgentId, FloorAgent> {
  return new Map(
    agents.map(({ profile: { id }, state, idleSince, breakReserved }) => {
      const breakAsked = breakReserved !== undefined;
      return [id, { id, queues: [], at: placeOf(state), idleSince, turn: 0, breakAsked }];
    }),
  );
}

function placeOf({ at }: AgentState): FloorAgent["at"] {
  if (at === "ready") return "free";
  return at === "logged-out" || at === "not-ready" ? "away" : at;
}

/** The queues, with who is a member of which; told to the agents too. */
export function queuesOf(
  cell: Cell,
  agents: ReadonlyMap<AgentId, FloorAgent>,
): ReadonlyMap<QueueId, FloorQueue> {
  const known = (ids: readonly AgentId[]): readonly FloorAgent[] =>
    ids.map((id) => agents.get(id)).filter((agent) => agent !== undefined);
  return new Map(
    cell.queues.map((queue) => {
      const made: FloorQueue = {
        id: queue.id,
        ringMs: queue.ringForSeconds * 1_000,
        wrapUpMs: queue.wrapUpSeconds * 1_000,
        declinedPauseMs: queue.declinedPauseSeconds * 1_000,
        busyPauseMs: queue.busyPauseSeconds * 1_000,
        stepMs: queue.steps.map(({ forSeconds }) =>
          forSeconds === undefined ? undefined : forSeconds * 1_000,
        ),
        members: membersByStep(cell, queue).map(known),
      };
      for (const agent of made.members.at(-1) ?? []) agent.queues.push(made);
      return [queue.id, made];
    }),
  );
}

/** The waiting calls as the router left them. */
export function callsFrom(
  { waiting }: RoutingSnapshot,
  queues: ReadonlyMap<QueueId, FloorQueue>,
): Map<CallId, FloorCall> {
  const calls = new Map<CallId, FloorCall>();
  for (const { id, queue: queueId, priority, queuedAt, step, offers, reservations } of waiting) {
    const queue = queues.get(queueId);
    if (queue === undefined) continue;
    const ringing = reservations.length > 0;
    calls.set(id, { id, queue, priority, queuedAt, step, offers, ringing, gone: false });
  }
  return calls;
}

/** What rang when the router was left. */
export function offersFrom(
  { reservations }: RoutingSnapshot,
  calls: ReadonlyMap<CallId, FloorCall>,
  agents: ReadonlyMap<AgentId, FloorAgent>,
): Map<ReservationId, FloorOffer> {
  const offers = new Map<ReservationId, FloorOffer>();
  for (const { id, call: callId, agent: agentId } of reservations) {
    const [call, agent] = [calls.get(callId), agents.get(agentId)];
    if (call !== undefined && agent !== undefined) offers.set(id, { call, agent });
  }
  return offers;
}

/** Who talked with whom when the router was left. */
export function talksFrom(
  { agents: left }: RoutingSnapshot,
  queues: ReadonlyMap<QueueId, FloorQueue>,
  agents: ReadonlyMap<AgentId, FloorAgent>,
): Map<CallId, FloorTalk> {
  const talks = new Map<CallId, FloorTalk>();
  for (const { profile, state } of left) {
    if (state.at !== "talking") continue;
    const [agent, queue] = [agents.get(profile.id), queues.get(state.queue)];
    if (agent !== undefined && queue !== undefined) talks.set(state.call, { agent, queue });
  }
  return talks;
}

/** What was to fall due, and when. */
export function dueFrom(
  { agents: left, waiting, reservations }: RoutingSnapshot,
  calls: ReadonlyMap<CallId, FloorCall>,
  agents: ReadonlyMap<AgentId, FloorAgent>,
): readonly (readonly [at: number, due: Due])[] {
  const due: (readonly [number, Due])[] = [];
  for (const { id, stepEndsAt } of waiting) {
    const call = calls.get(id);
    if (call !== undefined && stepEndsAt !== undefined)
      due.push([stepEndsAt, { of: "step", call, step: call.step }]);
  }
  for (const { id, expiresAt } of reservations) due.push([expiresAt, { of: "offer", reservation: id }]);
  for (const { profile, state } of left) {
    const agent = agents.get(profile.id);
    const until = state.at === "wrap-up" || state.at === "not-ready" ? state.until : undefined;
    if (agent !== undefined && until !== undefined)
      due.push([until, { of: "agent", agent, turn: agent.turn }]);
  }
  return due;
}
