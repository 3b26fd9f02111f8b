import type { WeeklyHours } from "../calendar/index.ts";
import type { AgentId, RentalId, TenantId } from "../ids.ts";
import type { SkillLevels } from "./agent.ts";

/** Where a queue's agents come from. Offered in this order: own agents first, shared ones last. */
export type AgentSource = "own" | "rented" | "shared";

/**
 * A contract by which another tenant's agents serve this one. The shared pool is made of rentals too: one for each
 * tenant that uses it.
 */
export interface Rental {
  readonly id: RentalId;
  readonly source: "rented" | "shared";
  readonly renter: TenantId;
  /** Who is rented. Agents of the renter itself are passed over. */
  readonly agents: readonly AgentId[];
  /** What they can do for the renter, in the renter's own words; each agent's own skills if absent. */
  readonly skills?: SkillLevels;
  /** Share of the agents' time against the other tenants they serve, when those have calls waiting too; above 0. */
  readonly weight: number;
  /** Most work items in hand at once under this contract. */
  readonly cap?: number;
  /** When offers may be made under it. Always if absent. */
  readonly hours?: WeeklyHours;
}
