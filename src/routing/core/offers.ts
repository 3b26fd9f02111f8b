import { CallId, type ReservationId } from "../../ids.ts";
import type { SystemReason, Work } from "../agent.ts";
import type { RoutingEventOf } from "../event.ts";
import type { OfferOutcome, Reservation } from "../reservation.ts";
import type { AgentNode } from "./agent-node.ts";
import { onBreak, reserve } from "./availability.ts";
import { returnToQueue } from "./back-in-line.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { ReservationNode } from "./reservation-node.ts";
import { endWork, makeGood, replaceWork, workOf } from "./works.ts";

/** How an offer ends when nobody withdrew it and nobody answered. */
type Failure = Exclude<OfferOutcome, "answered" | "withdrawn">;

const reasonAfter: Readonly<Record<Failure, SystemReason>> = {
  declined: "declined",
  busy: "device-busy",
  "no-answer": "ring-no-answer",
  unreachable: "device-unreachable",
};

/** The switch says how ringing ended. */
export function offerEnded(cell: Cell, { reservation: id, outcome }: RoutingEventOf<"offer-ended">): void {
  const reservation = cell.reservations.get(id);
  if (outcome === "answered") return answered(cell, id, reservation);
  if (reservation === undefined) return;
  const failure = outcome === "withdrawn" ? "unreachable" : outcome;
  failOffer(cell, reservation, failure, reasonAfter[failure]);
}

/** The device rang for as long as the queue allows. */
export function ringTimedOut(cell: Cell, reservation: ReservationNode): void {
  cell.command({ do: "withdraw", reservation: reservation.record.id });
  failOffer(cell, reservation, "no-answer", "ring-no-answer");
}

/** The device that was to ring is gone. */
export function ringingDeviceGone(cell: Cell, id: ReservationId): void {
  const reservation = cell.reservations.get(id);
  if (reservation === undefined) return;
  cell.command({ do: "withdraw", reservation: id });
  failOffer(cell, reservation, "unreachable", "device-gone");
}

/** Stops the ringing through no fault of agent or caller: the call, if it still waits, is back at its place. */
export function withdrawOffer(cell: Cell, id: ReservationId): void {
  const reservation = cell.reservations.get(id);
  if (reservation === undefined) return;
  stopRinging(cell, reservation);
  if (!reservation.call.isGone) returnToQueue(cell, reservation.call, id);
}

/** Stops what rings for a call that is served or gone: those agents did no work, and keep their idle time. */
export function withdrawAll(cell: Cell, { record }: CallNode): void {
  for (const id of record.reservations) {
    const reservation = cell.reservations.get(id);
    if (reservation !== undefined) stopRinging(cell, reservation);
  }
}

function stopRinging(cell: Cell, reservation: ReservationNode): void {
  const { agent, record } = reservation;
  cell.command({ do: "withdraw", reservation: record.id });
  endReservation(cell, reservation, "withdrawn");
  const work = workOf(agent, record.id);
  if (work !== undefined) endWork(cell, agent, work, agent.record.idleSince);
}

/** The only place where a reservation ends: each is dropped once, and noted once. */
function endReservation(cell: Cell, reservation: ReservationNode, outcome: OfferOutcome): void {
  const { id, call, agent, queue } = reservation.record;
  cell.dropReservation(reservation);
  cell.command({ do: "note-offer-ended", reservation: id, call, agent, queue, outcome });
}

/** The agent did not take the call: it goes first elsewhere, and what becomes of the agent depends on why. */
function failOffer(cell: Cell, reservation: ReservationNode, outcome: Failure, reason: SystemReason): void {
  const { call, agent, record } = reservation;
  endReservation(cell, reservation, outcome);
  const work = workOf(agent, record.id);
  if (work !== undefined) putAside(cell, agent, work, reason, pauseAfter(call, outcome));
  if (!call.isGone) returnToQueue(cell, call, record.id, record.agent);
}

/** Milliseconds after which the agent is ready again by itself; none: not before somebody does something. */
function pauseAfter(call: CallNode, outcome: Failure): number | undefined {
  if (outcome === "declined") return call.queue.rules.declinedPauseSeconds * 1000;
  if (outcome === "busy") return call.queue.rules.busyPauseSeconds * 1000;
  return undefined;
}

function putAside(
  cell: Cell,
  node: AgentNode,
  work: Work,
  reason: SystemReason,
  pauseMs: number | undefined,
): void {
  const { record } = node;
  if (record.works.length > 1) {
    cell.putAgent(node, reserve(record, { breakReserved: record.breakReserved ?? reason }));
    return endWork(cell, node, work, record.idleSince);
  }
  if (record.signOutReserved === true || record.dismissed === true)
    return endWork(cell, node, work, record.idleSince);
  makeGood(cell, node, work);
  const until = pauseMs === undefined || record.breakReserved !== undefined ? undefined : cell.at + pauseMs;
  cell.putAgent(node, onBreak(record, cell.at, record.breakReserved ?? reason, until));
}

function answered(cell: Cell, id: ReservationId, reservation: ReservationNode | undefined): void {
  if (reservation !== undefined) connect(cell, reservation);
  else if (!talksAfter(cell, id)) cell.command({ do: "drop-late-answer", reservation: id });
}

/** The answer to this offer was heeded already: its leg is the one that talks, and must not be dropped. */
function talksAfter(cell: Cell, id: ReservationId): boolean {
  const talker = cell.talking.get(CallId(id.slice(0, id.lastIndexOf("."))));
  return talker !== undefined && workOf(talker, id)?.at === "talking";
}

function connect(cell: Cell, reservation: ReservationNode): void {
  const { call, agent, record } = reservation;
  endReservation(cell, reservation, "answered");
  remember(cell, call, record);
  withdrawAll(cell, call);
  cell.dropCall(call);
  cell.command({ do: "connect", reservation: record.id, call: record.call, agent: record.agent });
  talk(cell, agent, record, call.queue.rules.wrapUpSeconds);
}

/** What was reserved to follow the call stays reserved. */
function talk(cell: Cell, node: AgentNode, { id, call }: Reservation, wrapUpSeconds: number): void {
  const work = workOf(node, id);
  if (work === undefined) return;
  const { at } = cell;
  const { queue, medium, reservation, rental, chargedMs } = work;
  const talking: Work = {
    at: "talking",
    since: at,
    call,
    queue,
    medium,
    reservation,
    rental,
    chargedMs,
    wrapUpSeconds,
  };
  const agent = replaceWork(node.record, work, talking, at);
  const answeredAt = recentAnswers(agent.answeredAt, at, node.answersWindowMs);
  cell.putAgent(node, answeredAt === agent.answeredAt ? agent : { ...agent, answeredAt });
  cell.talking.set(call, node);
}

function recentAnswers(before: readonly number[], at: number, windowMs: number): readonly number[] {
  if (windowMs === 0) return before.length === 0 ? before : [];
  const oldest = before[0];
  if (oldest === undefined || oldest > at - windowMs) return [...before, at];
  return [...before.filter((answer) => answer > at - windowMs), at];
}

/** What the queue learns of a call that was answered. One that never had to wait tells nothing about waiting. */
function remember(cell: Cell, { record, queue }: CallNode, { madeAt }: Reservation): void {
  const { at } = cell;
  queue.recent.note(at - record.queuedAt <= queue.rules.target.withinSeconds * 1000);
  if (madeAt > record.enteredAt) queue.waits.started(record.positionFound, at - record.enteredAt, at);
}
