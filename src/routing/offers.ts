import type { CallId, ReservationId } from "../ids.ts";
import type { Agent, SystemReason } from "./agent.ts";
import { onBreak } from "./availability.ts";
import type { Draft } from "./draft.ts";
import type { RoutingEventOf } from "./event.ts";
import type { OfferOutcome, Reservation } from "./reservation.ts";
import { returnToQueue } from "./waiting.ts";

/** How an offer ends when nobody withdrew it and nobody answered. */
type Failure = Exclude<OfferOutcome, "answered" | "withdrawn">;

const reasonAfter: Readonly<Record<Failure, SystemReason>> = {
  declined: "declined",
  busy: "device-busy",
  "no-answer": "ring-no-answer",
  unreachable: "device-unreachable",
};

/** The switch says how ringing ended. */
export function offerEnded(draft: Draft, { reservation: id, outcome }: RoutingEventOf<"offer-ended">): void {
  const reservation = draft.reservations.get(id);
  if (outcome === "answered") return answered(draft, id, reservation);
  if (reservation === undefined) return;
  const failure = outcome === "withdrawn" ? "unreachable" : outcome;
  failOffer(draft, reservation, failure, reasonAfter[failure]);
}

/** The device rang for as long as the queue allows. */
export function ringTimedOut(draft: Draft, reservation: Reservation): void {
  draft.command({ do: "withdraw", reservation: reservation.id });
  failOffer(draft, reservation, "no-answer", "ring-no-answer");
}

/** The device that was to ring is gone. */
export function ringingDeviceGone(draft: Draft, id: ReservationId): void {
  const reservation = draft.reservations.get(id);
  if (reservation === undefined) return;
  draft.command({ do: "withdraw", reservation: id });
  failOffer(draft, reservation, "unreachable", "device-gone");
}

/** Stops the ringing through no fault of agent or caller: the call, if it still waits, is back at its place. */
export function withdrawOffer(draft: Draft, id: ReservationId): void {
  const reservation = draft.reservations.get(id);
  if (reservation === undefined) return;
  draft.command({ do: "withdraw", reservation: id });
  endReservation(draft, reservation, "withdrawn");
  returnToQueue(draft, reservation.call);
}

/** The only place where a reservation ends: each is dropped once, and noted once. */
function endReservation(draft: Draft, { id, call, agent }: Reservation, outcome: OfferOutcome): void {
  draft.reservations.drop(id);
  draft.command({ do: "note-offer-ended", reservation: id, call, agent, outcome });
}

/** The agent did not take the call: it goes first elsewhere, and the agent is not asked again until ready. */
function failOffer(draft: Draft, reservation: Reservation, outcome: Failure, reason: SystemReason): void {
  endReservation(draft, reservation, outcome);
  const agent = draft.agents.get(reservation.agent);
  if (agent !== undefined) draft.putAgent(onBreak(agent, draft.at, agent.breakReserved ?? reason));
  returnToQueue(draft, reservation.call, reservation.agent);
}

function answered(draft: Draft, id: ReservationId, reservation: Reservation | undefined): void {
  if (reservation !== undefined) connect(draft, reservation);
  else if (!talksAfter(draft, id)) draft.command({ do: "drop-late-answer", reservation: id });
}

/** The answer to this offer was heeded already: its leg is the one that talks, and must not be dropped. */
function talksAfter(draft: Draft, id: ReservationId): boolean {
  return draft.agents.now.values().some(({ state }) => state.at === "talking" && state.reservation === id);
}

function connect(draft: Draft, reservation: Reservation): void {
  const { id, call, agent: agentId } = reservation;
  const agent = draft.agents.get(agentId);
  const wrapUpSeconds = wrapUpOf(draft, call);
  endReservation(draft, reservation, "answered");
  draft.waiting.drop(call);
  draft.command({ do: "connect", reservation: id, call, agent: agentId });
  if (agent !== undefined) draft.putAgent(talking(agent, draft.at, reservation, wrapUpSeconds));
}

/** What was reserved to follow the call stays reserved. */
function talking(agent: Agent, since: number, { id, call }: Reservation, wrapUpSeconds: number): Agent {
  return { ...agent, state: { at: "talking", since, call, reservation: id, wrapUpSeconds } };
}

/** A queue that was removed while its call rang asks for no wrap-up any more. */
function wrapUpOf(draft: Draft, id: CallId): number {
  const call = draft.waiting.get(id);
  const queue = call && draft.queues.get(call.queue);
  return queue?.wrapUpSeconds ?? 0;
}
