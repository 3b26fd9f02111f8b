import { type ReservationId, TenantId } from "../../ids.ts";
import type { RoutingSnapshot } from "../snapshot.ts";
import { Account } from "./account.ts";
import { foremost } from "./availability.ts";
import { CallNode } from "./call-node.ts";
import { Cell } from "./cell.ts";
import { build } from "./configuration.ts";
import { pastOf, QueueNode, retiredQueue } from "./queue-node.ts";
import { replaceCalls } from "./replacement.ts";
import { ReservationNode } from "./reservation-node.ts";

/** A cell as it was when the snapshot was taken, with every index made anew. */
export function restore(snapshot: RoutingSnapshot): Cell {
  const cell = new Cell();
  cell.begin(snapshot.at, 0);
  takeUpAgents(cell, snapshot);
  takeUpPast(cell, snapshot);
  build(cell, { ...snapshot, version: snapshot.configVersion });
  takeUpCalls(cell, snapshot);
  cell.agenda.clear();
  cell.begin(snapshot.at, 0);
  return cell;
}

export function snapshotOf(cell: Cell): RoutingSnapshot {
  return {
    at: cell.at,
    configVersion: cell.configVersion,
    queues: [...cell.queues.values()].map(({ rules }) => rules),
    rentals: [...cell.rentals.values()].map(({ rules }) => rules),
    agents: [...cell.agents.values()].map(({ record }) => record),
    waiting: [...cell.calls.values()].map(({ record }) => record),
    reservations: [...cell.reservations.values()].map(({ record }) => record),
    accounts: [...cell.accounts.values()].map(({ id, consumedMs, expectedMs, ended }) => ({
      id,
      consumedMs,
      expectedMs,
      ended,
    })),
    sharedOut: [...cell.lenders.values()].map(({ id: lender, consumedMs }) => ({ lender, consumedMs })),
    memories: [...cell.queues.values()].map((queue) => queue.memory()),
  };
}

function takeUpAgents(cell: Cell, { agents }: RoutingSnapshot): void {
  for (const saved of agents) {
    // What was written out and read back is no longer the same object as the work it shows.
    const record = { ...saved, state: foremost(saved.works) ?? saved.state };
    const node = cell.addAgent(record);
    for (const work of record.works) {
      if (work.at === "talking") cell.talking.set(work.call, node);
      if (work.at === "wrap-up") cell.deadlines.add({ at: work.until, of: "wrap-up", agent: node, work });
    }
    const { state } = record;
    if (state.at === "not-ready" && state.until !== undefined)
      cell.deadlines.add({ at: state.until, of: "pause", agent: node, state });
  }
}

/** Accounts and memories as they were: building hands them on, as from one configuration to the next. */
function takeUpPast(cell: Cell, { queues, accounts, sharedOut, memories }: RoutingSnapshot): void {
  for (const { lender: id, consumedMs } of sharedOut) cell.lenders.set(id, { id, consumedMs, accounts: [] });
  const known = new Map(memories.map((memory) => [memory.id, memory]));
  const remembered = queues.flatMap((rules) => {
    const memory = known.get(rules.id);
    return memory === undefined ? [] : [[rules.id, new QueueNode(rules, pastOf(memory))] as const];
  });
  cell.queues = new Map(remembered);
  cell.accounts = new Map(
    accounts.map((saved) => {
      const account = new Account(saved.id, 1, { id: TenantId(""), consumedMs: 0, accounts: [] });
      account.restore(saved);
      return [saved.id, account];
    }),
  );
}

function takeUpCalls(cell: Cell, { waiting, reservations }: RoutingSnapshot): void {
  const standing = new Set<ReservationId>(reservations.map(({ id }) => id));
  for (const record of waiting) {
    const queue = cell.queues.get(record.queue) ?? retiredQueue(record.queue);
    const kept = record.reservations.filter((id) => standing.has(id));
    const call = new CallNode(
      kept.length === record.reservations.length ? record : { ...record, reservations: kept },
      queue,
    );
    cell.addCall(call);
    if (record.stepEndsAt !== undefined) cell.deadlines.add({ at: record.stepEndsAt, of: "step", call });
  }
  for (const reservation of reservations) {
    const [call, agent] = [cell.calls.get(reservation.call), cell.agents.get(reservation.agent)];
    if (call && agent) cell.addReservation(new ReservationNode(reservation, call, agent));
  }
  replaceCalls(cell);
}
