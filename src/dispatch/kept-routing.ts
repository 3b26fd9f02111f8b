import type { AgentId, CallId, ReservationId } from "../ids.ts";
import type { Agent, Reservation, RoutingChange, RoutingSnapshot, WaitingCall } from "../routing/index.ts";

/** Entries of routing as one event or more have changed them: as they are now, or undefined where they are gone. */
export class RoutingChanges {
  readonly agents = new Map<AgentId, Agent | undefined>();
  readonly waiting = new Map<CallId, WaitingCall | undefined>();
  readonly reservations = new Map<ReservationId, Reservation | undefined>();

  add(changes: readonly RoutingChange[]): void {
    for (const change of changes) {
      switch (change.of) {
        case "agent":
          this.agents.set(change.id, change.now);
          break;
        case "waiting":
          this.waiting.set(change.id, change.now);
          break;
        case "reservation":
          this.reservations.set(change.id, change.now);
      }
    }
  }
}

/** Routing's entries as the last whole event left them: what is gone back to when one fails halfway. */
export class KeptRouting {
  readonly agents = new Map<AgentId, Agent>();
  readonly waiting = new Map<CallId, WaitingCall>();
  readonly reservations = new Map<ReservationId, Reservation>();

  keep(changes: RoutingChanges): void {
    putAll(this.agents, changes.agents);
    putAll(this.waiting, changes.waiting);
    putAll(this.reservations, changes.reservations);
  }

  entries(): Pick<RoutingSnapshot, "agents" | "waiting" | "reservations"> {
    return {
      agents: [...this.agents.values()],
      waiting: [...this.waiting.values()],
      reservations: [...this.reservations.values()],
    };
  }
}

function putAll<Key, Value>(into: Map<Key, Value>, changes: ReadonlyMap<Key, Value | undefined>): void {
  for (const [key, value] of changes) {
    if (value === undefined) into.delete(key);
    else into.set(key, value);
  }
}
