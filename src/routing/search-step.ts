import type { Condition, Eligibility } from "./expression/index.ts";
import type { AgentSource } from "./rental.ts";

/**
 * One stage of a queue's search: who is eligible now, and for how long. A call begins at the first step and goes to
 * the next when the step's time is over, or at once when it is skipped. The clock stands still while an offer rings.
 * The last step lasts until the call is answered, leaves or is given up.
 */
export interface SearchStep {
  readonly eligible: Eligibility;
  /** Where agents may come from. */
  readonly from: readonly AgentSource[];
  /** Only agents in one of these groups of the tenant's own; all if absent. Rented agents are in none of them. */
  readonly groups?: readonly string[];
  /**
   * True: whoever was eligible at the step before stays so, and this step adds to them (bullseye), whether that step
   * was skipped or not. False: only this step's agents, and who was eligible before is dropped.
   */
  readonly widens: boolean;
  /** The step is skipped at once unless this holds when a call reaches it. */
  readonly considerIf?: Condition;
  /** How long it lasts. Given for every step but the last. */
  readonly forSeconds?: number;
}
