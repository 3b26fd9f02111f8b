import type { CallId, ReservationId } from "../../ids.ts";
import type { Agent, Work } from "../agent.ts";
import type { Account } from "./account.ts";
import type { AgentNode } from "./agent-node.ts";
import { afterWork, withWorks } from "./availability.ts";
import type { Cell } from "./cell.ts";

export function workOf({ record }: AgentNode, reservation: ReservationId): Work | undefined {
  for (const work of record.works) if (work.reservation === reservation) return work;
  return undefined;
}

export function conversationOf({ record }: AgentNode, call: CallId): Work | undefined {
  for (const work of record.works) if (work.call === call && work.at === "talking") return work;
  return undefined;
}

/** The agent with one work item replaced by what it has become. */
export function replaceWork(agent: Agent, before: Work, now: Work, at: number): Agent {
  const works = agent.works.length === 1 ? [now] : agent.works.map((work) => (work === before ? now : work));
  return withWorks(agent, works, at);
}

/**
 * Takes a work item out of an agent's hands: what it was charged is made good, its rental has room again, and with
 * nothing left in hand the agent is at rest. `idleSince` counts only if the agent becomes ready.
 */
export function endWork(cell: Cell, node: AgentNode, work: Work, idleSince: number): void {
  makeGood(cell, node, work);
  const { record } = node;
  const works = record.works.length === 1 ? [] : record.works.filter((other) => other !== work);
  if (works.length > 0) return cell.putAgent(node, withWorks(record, works, cell.at));
  if (record.dismissed === true) return cell.dropAgent(node);
  cell.putAgent(node, afterWork(record, cell.at, idleSince));
}

/** Agent time is what conversation and wrap-up took; an offer that came to nothing took none. */
export function makeGood(cell: Cell, node: AgentNode, work: Work): void {
  const account = accountOf(cell, node, work);
  if (account !== undefined && work.chargedMs !== undefined) {
    if (work.at === "reserved") account.refund(work.chargedMs);
    else account.settle(work.chargedMs, cell.at - talkingSince(work));
  }
  giveRoom(cell, work);
}

/** What is counted from: the answer. */
function talkingSince(work: Work): number {
  return work.at === "wrap-up" ? work.talkedSince : work.since;
}

/** A rental that was at its cap has room: calls that waited for it may be served. */
function giveRoom(cell: Cell, { rental: id }: Work): void {
  const rental = id && cell.rentals.get(id);
  if (!rental) return;
  const wasFull = rental.isFull;
  rental.count(-1);
  if (!wasFull || rental.isShut) return;
  cell.offerAgain(rental.pools);
}

function accountOf(cell: Cell, { record }: AgentNode, { rental }: Work): Account | undefined {
  return cell.accounts.get(rental ?? record.profile.tenant);
}
