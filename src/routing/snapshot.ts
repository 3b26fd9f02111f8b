import type { AgentId, QueueId, RentalId, TenantId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { WaitMemory } from "./ewt/index.ts";
import type { Queue } from "./queue.ts";
import type { Rental } from "./rental.ts";
import type { Reservation } from "./reservation.ts";
import type { WaitingCall } from "./waiting-call.ts";

/**
 * Agent time a tenant has had from a lender's agents, for weighted fair shares. `id` is the rental, or the lending
 * tenant itself for its own calls.
 */
export interface ShareAccount {
  readonly id: RentalId | TenantId;
  /** Agent time consumed for each unit of weight, milliseconds. */
  readonly consumedMs: number;
  /** What one work item has taken on average of late, milliseconds: charged when one begins. */
  readonly expectedMs: number;
  /** How many have ended, up to where that makes no difference any more. */
  readonly ended: number;
}

/** What a queue remembers of the past. */
export interface QueueMemory {
  readonly id: QueueId;
  readonly waits: WaitMemory;
  /** The agent offered to last, for round robin. */
  readonly lastOffered?: AgentId;
  /** Recent outcomes, oldest first, true where answered within the target; for the live service level. */
  readonly recent: readonly boolean[];
}

/** All that routing knows of one cell, as plain JSON. A router made from it decides as the one it was taken from. */
export interface RoutingSnapshot {
  /** When the last event happened, epoch milliseconds. */
  readonly at: number;
  readonly configVersion: number;
  readonly queues: readonly Queue[];
  readonly rentals: readonly Rental[];
  readonly agents: readonly Agent[];
  readonly waiting: readonly WaitingCall[];
  readonly reservations: readonly Reservation[];
  readonly accounts: readonly ShareAccount[];
  /** For each lender, how far its agents' time has been shared out; an account without calls does not fall behind it. */
  readonly sharedOut: readonly { readonly lender: TenantId; readonly consumedMs: number }[];
  readonly memories: readonly QueueMemory[];
}

/** A cell that nothing has happened in yet. */
export const emptyRouting: RoutingSnapshot = {
  at: 0,
  configVersion: 0,
  queues: [],
  rentals: [],
  agents: [],
  waiting: [],
  reservations: [],
  accounts: [],
  sharedOut: [],
  memories: [],
};
