import type { AgentId, CallId, QueueId, RentalId, ReservationId, TenantId } from "../../ids.ts";
import type { Agent, Work } from "../agent.ts";
import type { RoutingCommand } from "../command.ts";
import type { WaitingCall } from "../waiting-call.ts";
import type { Account, Lender } from "./account.ts";
import { Agenda } from "./agenda.ts";
import { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import { type Deadline, Deadlines } from "./deadlines.ts";
import { Journal } from "./journal.ts";
import type { Pool } from "./pool.ts";
import type { QueueNode } from "./queue-node.ts";
import type { RentalNode } from "./rental-node.ts";
import type { ReservationNode } from "./reservation-node.ts";

/** What a configuration replaces. */
export type RulesInForce = Pick<Cell, "configVersion" | "queues" | "rentals">;

/**
 * One cell's live state with its indexes, and the step under way. Records are changed only through here, so that
 * every change is journalled, every agent's state noted, and every pool kept true.
 */
export class Cell {
  /** When the event under way happened, epoch milliseconds, and the chance it brought. */
  at = 0;
  chance = 0;
  /** When the event before that happened, and the rules in force before this one, if it changes them. */
  atBefore = 0;
  before: RulesInForce | undefined;
  configVersion = 0;
  queues: ReadonlyMap<QueueId, QueueNode> = new Map();
  rentals: ReadonlyMap<RentalId, RentalNode> = new Map();
  accounts: ReadonlyMap<RentalId | TenantId, Account> = new Map();
  /** When the hours of some rental begin or end next, epoch milliseconds. */
  hoursChangeAt = Number.POSITIVE_INFINITY;
  readonly lenders = new Map<TenantId, Lender>();
  readonly agents = new Map<AgentId, AgentNode>();
  readonly calls = new Map<CallId, CallNode>();
  readonly reservations = new Map<ReservationId, ReservationNode>();
  /** Who talks in a call's conversation. */
  readonly talking = new Map<CallId, AgentNode>();
  /** Agents whom calls are kept for. */
  readonly awaited = new Set<AgentNode>();
  readonly deadlines = new Deadlines();
  readonly journal = new Journal();
  commands: RoutingCommand[] = [];
  readonly agenda = new Agenda();

  begin(at: number, chance: number): void {
    this.before = undefined;
    this.atBefore = this.at;
    this.at = at;
    this.chance = chance;
    this.commands = [];
    this.journal.begin();
  }

  /** Deadlines that are over pile up until their time comes: forgotten when they are most of all there are. */
  tidy(): void {
    const live = this.agents.size + this.calls.size + this.reservations.size;
    if (this.deadlines.size > 1024 + 4 * live) this.deadlines.keepOnly(this.isDue);
  }

  command(command: RoutingCommand): void {
    this.commands.push(command);
  }

  /** The only way an agent changes, so that every change of state is noted once. */
  putAgent(node: AgentNode, record: Agent): void {
    const before = node.record;
    if (before === record) return;
    this.journal.agent(record.profile.id, before, record);
    if (node.put(record)) this.agenda.free(node);
    if (before.state !== record.state) this.#stateChanged(node, before, record);
  }

  addAgent(record: Agent): AgentNode {
    const node = new AgentNode(record);
    this.journal.agent(record.profile.id, undefined, record);
    this.agents.set(record.profile.id, node);
    return node;
  }

  /** The agent is gone from the cell; noted as logged out. */
  dropAgent(node: AgentNode): void {
    const { profile, state } = node.record;
    this.journal.agent(profile.id, node.record, undefined);
    node.joinNothing();
    this.awaited.delete(node);
    this.agents.delete(profile.id);
    node.isGone = true;
    if (state.at === "logged-out") return;
    this.#note(node, { at: "logged-out", since: this.at });
  }

  addCall(node: CallNode): void {
    this.journal.call(node.record.id, undefined, node.record);
    this.calls.set(node.record.id, node);
    node.queue.enter(node);
    const { giveUpAt } = node.record;
    if (giveUpAt !== undefined) this.deadlines.add({ at: giveUpAt, of: "give-up", call: node });
  }

  putCall(node: CallNode, record: WaitingCall): void {
    this.journal.call(record.id, node.record, record);
    node.record = record;
  }

  /** The call waits no longer: out of its list, its queue and the cell. */
  dropCall(node: CallNode): void {
    const { id, preferred } = node.record;
    this.journal.call(id, node.record, undefined);
    this.unlist(node);
    if (preferred !== undefined) this.stopKeeping(node, preferred.agent);
    node.queue.leave(node);
    this.calls.delete(id);
    node.isGone = true;
  }

  /** The call is kept for this agent and nobody else. */
  keep(call: CallNode, agent: AgentNode): void {
    agent.kept.add(call);
    this.awaited.add(agent);
  }

  stopKeeping(call: CallNode, id: AgentId): void {
    const agent = this.agents.get(id);
    if (agent === undefined) return;
    agent.kept.delete(call);
    if (agent.kept.size === 0) this.awaited.delete(agent);
  }

  /** Takes a call out of the list it stands in, if any. */
  unlist(node: CallNode): void {
    if (node.list !== undefined) node.queue.lineOf(node)?.leave(node);
  }

  addReservation(reservation: ReservationNode): void {
    const { record } = reservation;
    this.journal.reservation(record.id, undefined, record);
    this.reservations.set(record.id, reservation);
    this.deadlines.add({ at: record.expiresAt, of: "ring", reservation });
  }

  dropReservation(reservation: ReservationNode): void {
    const { record } = reservation;
    this.journal.reservation(record.id, record, undefined);
    this.reservations.delete(record.id);
    reservation.isOver = true;
  }

  /** Free agents of these pools may be offered calls that they could not be before, kept ones among them. */
  offerAgain(pools: readonly Pool[]): void {
    for (const agent of this.awaited) this.agenda.free(agent);
    for (const { free, lines } of pools) if (free > 0) for (const line of lines) this.agenda.heat(line);
  }

  /** Finds out when the hours of a rental begin or end next. */
  watchClocks(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { changesAt } of this.rentals.values())
      if (changesAt !== undefined && changesAt < next) next = changesAt;
    this.hoursChangeAt = next;
  }

  /** Whether what this deadline is about is still so. */
  isDue = (deadline: Deadline): boolean => {
    switch (deadline.of) {
      case "wrap-up":
        return hasInHand(deadline.agent, deadline.work) && !deadline.agent.isGone;
      case "pause":
        return deadline.agent.record.state === deadline.state && !deadline.agent.isGone;
      case "ring":
        return !deadline.reservation.isOver;
      default:
        return this.#callIsDue(deadline);
    }
  };

  #callIsDue({ of, at, call }: Extract<Deadline, { readonly call: CallNode }>): boolean {
    const { record } = call;
    if (call.isGone) return false;
    if (of === "step") return record.stepEndsAt === at;
    if (of === "patience") return record.preferred?.until === at;
    return record.giveUpAt === at && record.reservations.length === 0;
  }

  #stateChanged(node: AgentNode, before: Agent, { state }: Agent): void {
    if (state.at === "not-ready" && state.until !== undefined)
      this.deadlines.add({ at: state.until, of: "pause", agent: node, state });
    if (state.at === "logged-out" && before.state.at !== "logged-out") this.#signOut(node);
    this.#note(node, state);
  }

  /** Steps that nobody is left for are looked at before the step is over. */
  #signOut(node: AgentNode): void {
    if (node.kept.size > 0) this.agenda.signedOut.add(node);
    for (const { pool } of node.memberships) {
      if (pool.signedIn > 0) continue;
      for (const { queue } of pool.lines) this.agenda.emptied.add(queue);
    }
  }

  #note({ record }: AgentNode, state: Agent["state"]): void {
    const { id, tenant } = record.profile;
    this.command({ do: "note-agent", agent: id, tenant, state });
  }
}

function hasInHand({ record: { works } }: AgentNode, work: Work): boolean {
  return works.length === 1 ? works[0] === work : works.includes(work);
}
