import type { AgentId, CallId, QueueId, RentalId, ReservationId } from "../ids.ts";

/** How an offer ended. Closed; each reservation ends in exactly one. */
export type OfferOutcome = "answered" | "declined" | "busy" | "no-answer" | "unreachable" | "withdrawn";

/** Holds one agent and one call for each other while the device rings, until `expiresAt` (epoch ms). */
export interface Reservation {
  readonly id: ReservationId;
  readonly call: CallId;
  readonly agent: AgentId;
  readonly queue: QueueId;
  readonly rental?: RentalId | undefined;
  readonly madeAt: number;
  readonly expiresAt: number;
}
