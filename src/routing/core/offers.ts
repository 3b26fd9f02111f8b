import { CallId, type ReservationId } from "../../ids.ts";
import type { SystemReason, Work } from "../agent.ts";
import type { RoutingEventOf } from "../event.ts";
import type { OfferOutcome, Reservation } from "../reservation.ts";
import type { AgentNode } from "./agent-node.ts";
import { onBreak, reserve } from "./availability.ts";
import { returnToQueue } from "./back-in-line.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
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
export function ringTimedOut(cell: Cell, reservation: Reservation): void {
  cell.command({ do: "withdraw", reservation: reservation.id });
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
  const call = stopRinging(cell, reservation);
  if (call !== undefined) returnToQueue(cell, call, id);
}

/** Stops what rings for a call that is served or gone: those agents did no work, and keep their idle time. */
export function withdrawAll(cell: Cell, { record }: CallNode): void {
  for (const id of record.reservations) {
    const reservation = cell.reservations.get(id);
    if (reservation !== undefined) stopRinging(cell, reservation);
  }
}

function stopRinging(cell: Cell, reservation: Reservation): CallNode | undefined {
  cell.command({ do: "withdraw", reservation: reservation.id });
  endReservation(cell, reservation, "withdrawn");
  const node = cell.agents.get(reservation.agent);
  const work = node && workOf(node, reservation.id);
  if (node && work) endWork(cell, node, work, node.record.idleSince);
  return cell.calls.get(reservation.call);
}

/** The only place where a reservation ends: each is dropped once, and noted once. */
function endReservation(cell: Cell, reservation: Reservation, outcome: OfferOutcome): void {
  const { id, call, agent, queue } = reservation;
  cell.dropReservation(reservation);
  cell.command({ do: "note-offer-ended", reservation: id, call, agent, queue, outcome });
}

/** The agent did not take the call: it goes first elsewhere, and what becomes of the agent depends on why. */
function failOffer(cell: Cell, reservation: Reservation, outcome: Failure, reason: SystemReason): void {
  const call = cell.calls.get(reservation.call);
  endReservation(cell, reservation, outcome);
  const node = cell.agents.get(reservation.agent);
  const work = node && workOf(node, reservation.id);
  if (node && work) putAside(cell, node, work, reason, pauseAfter(call, outcome));
  if (call !== undefined) returnToQueue(cell, call, reservation.id, reservation.agent);
}

/** Milliseconds after which the agent is ready again by itself; none: not before somebody does something. */
function pauseAfter(call: CallNode | undefined, outcome: Failure): number | undefined {
  if (call === undefined) return undefined;
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

function answered(cell: Cell, id: ReservationId, reservation: Reservation | undefined): void {
  if (reservation !== undefined) connect(cell, reservation);
  else if (!talksAfter(cell, id)) cell.command({ do: "drop-late-answer", reservation: id });
}

/** The answer to this offer was heeded already: its leg is the one that talks, and must not be dropped. */
function talksAfter(cell: Cell, id: ReservationId): boolean {
  const talker = cell.talking.get(CallId(id.slice(0, id.lastIndexOf("."))));
  return talker !== undefined && workOf(talker, id)?.at === "talking";
}

function connect(cell: Cell, reservation: Reservation): void {
  const call = cell.calls.get(reservation.call);
  const node = cell.agents.get(reservation.agent);
  endReservation(cell, reservation, "answered");
  if (call === undefined || node === undefined) return;
  remember(cell, call, reservation);
  withdrawAll(cell, call);
  cell.dropCall(call);
  cell.command({
    do: "connect",
    reservation: reservation.id,
    call: reservation.call,
    agent: reservation.agent,
  });
  talk(cell, node, reservation, call.queue.rules.wrapUpSeconds);
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
  const answeredAt = recentAnswers(agent.answeredAt, at, cell.longestWindowMs);
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
