import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { Queue, WaitingCall } from "./queue.ts";
import type { Reservation } from "./reservation.ts";

/**
 * All that routing knows of one cell. Values are immutable records, replaced when they change, so that two
 * states can be compared entry by entry by reference; plain maps, so that it can be written out and read back.
 */
export interface RoutingState {
  readonly configVersion: number;
  readonly queues: ReadonlyMap<QueueId, Queue>;
  readonly agents: ReadonlyMap<AgentId, Agent>;
  readonly waiting: ReadonlyMap<CallId, WaitingCall>;
  readonly reservations: ReadonlyMap<ReservationId, Reservation>;
}

/** A cell that nothing has happened in yet. */
export const emptyRouting: RoutingState = {
  configVersion: 0,
  queues: new Map(),
  agents: new Map(),
  waiting: new Map(),
  reservations: new Map(),
};
