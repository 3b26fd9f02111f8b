import type { Call } from "../calls/index.ts";
import type { AgentId, CallId, ReservationId } from "../ids.ts";
import type { Agent, Reservation, WaitingCall } from "../routing/index.ts";
import type { Change, Changes } from "./saved.ts";

/** A tenant as it was last written, which is what screens are shown. */
export class ShownTenant {
  /** Of the event log, after the last that was written. */
  position: string;
  readonly agents = new Map<AgentId, Agent>();
  readonly calls = new Map<CallId, Call>();
  readonly waiting = new Map<CallId, WaitingCall>();
  readonly reservations = new Map<ReservationId, Reservation>();

  constructor(position: string, agents: readonly Agent[]) {
    this.position = position;
    for (const agent of agents) this.agents.set(agent.profile.id, agent);
  }

  apply(changes: Changes): void {
    putAll(this.agents, changes.agents);
    putAll(this.calls, changes.calls);
    putAll(this.waiting, changes.waiting);
    putAll(this.reservations, changes.reservations);
  }
}

function putAll<Key, Value>(into: Map<Key, Value>, changes: readonly Change<Key, Value>[]): void {
  for (const { key, value } of changes) {
    if (value === undefined) into.delete(key);
    else into.set(key, value);
  }
}
