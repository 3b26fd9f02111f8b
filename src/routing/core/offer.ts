import { ReservationId } from "../../ids.ts";
import type { Work } from "../agent.ts";
import type { Explanation } from "../explanation.ts";
import type { Reservation } from "../reservation.ts";
import { withWorks } from "./availability.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { Membership } from "./free-list.ts";
import { ReservationNode } from "./reservation-node.ts";

/** The only place where a reservation begins: call and agent are held for each other in the same step. */
export function offer(cell: Cell, call: CallNode, member: Membership, because: Explanation): void {
  const { rules } = call.queue;
  const reservation = reservationOf(cell, call, member);
  holdCall(cell, call, reservation.id, because.because !== undefined);
  holdAgent(cell, member, reservation);
  cell.addReservation(new ReservationNode(reservation, call, member.agent));
  call.queue.lastOffered = reservation.agent;
  const { id, agent, queue, rental } = reservation;
  cell.command({
    do: "offer",
    reservation: id,
    call: reservation.call,
    agent,
    queue,
    rental,
    ringForSeconds: rules.ringForSeconds,
    autoAnswer: rules.autoAnswer,
    because,
  });
}

function reservationOf(cell: Cell, { record, queue }: CallNode, { agent, list }: Membership): Reservation {
  return {
    id: ReservationId(`${record.id}.${record.offers + 1}`),
    call: record.id,
    agent: agent.record.profile.id,
    queue: queue.id,
    rental: list.rental?.rules.id,
    madeAt: cell.at,
    expiresAt: cell.at + queue.rules.ringForSeconds * 1000,
  };
}

/** The step's clock stands still from the first offer on; the call stays within reach while it may ring more. */
function holdCall(cell: Cell, call: CallNode, id: ReservationId, alone: boolean): void {
  const { record } = call;
  const { preferred, stepEndsAt, stepLeftMs, reservations } = record;
  cell.unlist(call);
  if (preferred !== undefined) cell.stopKeeping(call, preferred.agent);
  cell.putCall(call, {
    ...record,
    offers: record.offers + 1,
    reservations: reservations.length === 0 ? [id] : [...reservations, id],
    ringsAlone: alone ? true : undefined,
    preferred: undefined,
    stepEndsAt: undefined,
    stepLeftMs: stepEndsAt === undefined ? stepLeftMs : stepEndsAt - cell.at,
  });
  keepInReach(call);
}

/** A call that may ring more agents than it does stands among those of its line. */
export function keepInReach(call: CallNode): void {
  const { offering } = call.queue.rules;
  const { reservations, ringsAlone } = call.record;
  if (offering.mode !== "several" || ringsAlone === true) return;
  if (reservations.length === 0 || reservations.length >= offering.atMost) return;
  if (call.list === undefined) call.queue.lineOf(call)?.partlyOffered.insert(call);
}

function holdAgent(cell: Cell, { agent, list, pool, account }: Membership, reservation: Reservation): void {
  const work: Work = {
    at: "reserved",
    since: cell.at,
    call: reservation.call,
    queue: reservation.queue,
    medium: pool.medium,
    reservation: reservation.id,
    rental: reservation.rental,
    chargedMs: account?.charge(),
  };
  const rental = list.rental;
  cell.putAgent(
    agent,
    withWorks(
      agent.record,
      agent.record.works.length === 0 ? [work] : [...agent.record.works, work],
      cell.at,
    ),
  );
  rental?.count(1);
}
