import type { AgentId, CallId, ReservationId } from "../ids.ts";

/** How an offer ended. Closed; each reservation ends in exactly one. */
export type OfferOutcome = "answered" | "declined" | "busy" | "no-answer" | "unreachable" | "withdrawn";

/** Holds one agent and one call for each other while the device rings, until `expiresAt` (epoch ms). */
export interface Reservation {
  readonly id: ReservationId;
  readonly call: CallId;
  readonly agent: AgentId;
  readonly madeAt: number;
  readonly expiresAt: number;
}

/**
 * Why an agent was not considered for a call. One code each, the first that applies in this order: what the agent
 * cannot do, then what the agent does now. `no-device` stands for a not-ready agent who could not ring anyway.
 */
export type Exclusion =
  | "missing-skill"
  | "level-too-low"
  | "logged-out"
  | "not-ready"
  | "no-device"
  | "occupied";

/** Why this agent was chosen for this call: small enough to store with each offer. */
export interface Explanation {
  readonly configVersion: number;
  readonly strategy: "longest-idle";
  /** Eligible agents in ranked order, with the terms that ranked them. */
  readonly ranking: readonly {
    readonly agent: AgentId;
    readonly passedOver: boolean;
    readonly idleMs: number;
  }[];
  readonly excluded: readonly { readonly agent: AgentId; readonly why: Exclusion }[];
}
