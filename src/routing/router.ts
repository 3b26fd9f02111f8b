import type { AgentId, CallId, ReservationId, TenantId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { RoutingChange } from "./change.ts";
import type { RoutingCommand } from "./command.ts";
import type { Cell } from "./core/cell.ts";
import { happen } from "./core/happen.ts";
import { estimate, estimates, exclusions } from "./core/outlook.ts";
import { restore, snapshotOf } from "./core/restore.ts";
import { rolledBack } from "./core/rollback.ts";
import { nextDue } from "./core/time.ts";
import type { WaitEstimate } from "./estimate.ts";
import type { RoutingEvent } from "./event.ts";
import type { Exclusion } from "./explanation.ts";
import type { Reservation } from "./reservation.ts";
import { emptyRouting, type RoutingSnapshot } from "./snapshot.ts";
import type { WaitingCall } from "./waiting-call.ts";

/** What follows from one event. */
export interface RoutingStep {
  readonly commands: readonly RoutingCommand[];
  /** Each entry once, in the order first touched. One that came and went is among them. */
  readonly changes: readonly RoutingChange[];
}

/**
 * One cell's routing. It owns its state and moves it by one event at a time; it has no IO, clock or chance of its own,
 * so the same snapshot and events always lead to the same decisions. Entries are immutable records, replaced when
 * they change. Events that are late, repeated or about somebody unknown change nothing. A step that throws (a fault of
 * ours) leaves every entry as it was.
 */
export class Router {
  #cell: Cell;

  constructor(from: RoutingSnapshot = emptyRouting) {
    this.#cell = restore(from);
  }

  step(event: RoutingEvent): RoutingStep {
    const cell = this.#cell;
    cell.begin(event.at, event.chance ?? 0);
    try {
      happen(cell, event);
    } catch (error) {
      this.#cell = rolledBack(cell);
      throw error;
    }
    cell.tidy();
    return { commands: cell.commands, changes: cell.journal.changes };
  }

  /** The earliest moment (epoch ms) at which `time-passed` would change something; undefined if none would. */
  nextDeadline(): number | undefined {
    const next = Math.min(nextDue(this.#cell)?.at ?? Number.POSITIVE_INFINITY, this.#cell.hoursChangeAt);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  snapshot(): RoutingSnapshot {
    return snapshotOf(this.#cell);
  }

  agent(id: AgentId): Agent | undefined {
    return this.#cell.agents.get(id)?.record;
  }

  waitingCall(id: CallId): WaitingCall | undefined {
    return this.#cell.calls.get(id)?.record;
  }

  reservation(id: ReservationId): Reservation | undefined {
    return this.#cell.reservations.get(id)?.record;
  }

  agents(): Iterable<Agent> {
    return this.#cell.agents.values().map(({ record }) => record);
  }

  waitingCalls(): Iterable<WaitingCall> {
    return this.#cell.calls.values().map(({ record }) => record);
  }

  reservations(): Iterable<Reservation> {
    return this.#cell.reservations.values().map(({ record }) => record);
  }

  /** Of a call that waits; undefined of any other. Linear in the calls of its queue. */
  estimate(id: CallId, at: number): WaitEstimate | undefined {
    const call = this.#cell.calls.get(id);
    return call && estimate(call, at);
  }

  /** Of all calls that wait in a tenant's queues. */
  estimates(tenant: TenantId, at: number): ReadonlyMap<CallId, WaitEstimate> {
    const queues = [...this.#cell.queues.values()].filter(({ rules }) => rules.tenant === tenant);
    return new Map(queues.flatMap((queue) => estimates(queue, at)));
  }

  /** Why each agent of the cell could not be offered this waiting call now; undefined where it could. Linear. */
  exclusions(id: CallId): readonly (readonly [AgentId, Exclusion | undefined])[] {
    const call = this.#cell.calls.get(id);
    return call === undefined ? [] : exclusions(this.#cell, call);
  }
}
