import type { AgentId, QueueId, RentalId } from "../ids.ts";
import type { AgentStrategy } from "./agent-strategy.ts";
import type { PriorityPolicy } from "./priority-policy.ts";

/**
 * Why an agent was not considered for a call. One code each, the first that applies in this order: what the agent
 * cannot do, then what the agent does now, then what the contract forbids. `no-device` stands for a not-ready agent
 * who could not ring anyway.
 */
export type Exclusion =
  | "other-tenant"
  | "other-medium"
  | "other-source"
  | "other-group"
  | "missing-skill"
  | "level-too-low"
  | "logged-out"
  | "no-device"
  | "not-ready"
  | "occupied"
  | "rental-closed"
  | "rental-cap"
  | "rung-already";

/** One agent who could have been offered the call, with the terms that ranked it, smallest first. */
export interface Candidate {
  readonly agent: AgentId;
  /** Named by `termsOf(strategy)`; compared one after the other, the smaller first; then the id. */
  readonly terms: readonly number[];
}

/**
 * Why this agent was chosen for this call: small enough to store with each offer, whatever the size of the cell.
 * `ranking` ranked again by `rankAgain` gives the same order, and its first is the one chosen.
 */
export interface Explanation {
  readonly configVersion: number;
  readonly at: number;
  readonly queue: QueueId;
  /** The step of the search, from 0. */
  readonly step: number;
  readonly strategy: AgentStrategy["by"];
  readonly priority: PriorityPolicy["mode"];
  /** The call's score in seconds when it was chosen, and its age. See `PriorityPolicy`. */
  readonly score: number;
  readonly ageMs: number;
  /** Chosen because the call is kept for this agent, or was picked by it. */
  readonly because?: "preferred" | "claimed" | undefined;
  /** Under which contract, and the agent time it had consumed for each unit of weight (ms). */
  readonly rental?: { readonly id: RentalId; readonly consumedMs: number } | undefined;
  /** How many agents could have been offered it; `ranking` gives the first of them. */
  readonly eligible: number;
  readonly ranking: readonly Candidate[];
  /**
   * All other agents of the tenant and of its rentals, counted by code; `agents` names some of each. Codes of nobody
   * are left out.
   */
  readonly excluded: readonly {
    readonly why: Exclusion;
    readonly count: number;
    readonly agents: readonly AgentId[];
  }[];
}
