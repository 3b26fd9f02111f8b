import type { AgentId } from "../ids.ts";

/**
 * Which of the eligible agents is offered a call first. Agents who passed the call over come last, and own agents
 * before rented before shared ones, whatever the strategy; ties go to the longest idle, then to the id.
 */
export type AgentStrategy =
  | { readonly by: "longest-idle" }
  /** Highest level of the skill first. */
  | { readonly by: "longest-idle-by-level"; readonly skill: string }
  /** The smallest sum of levels first: keeps specialists and all-rounders free. */
  | { readonly by: "least-skilled" }
  /** Fewest offers answered within the window before now. */
  | { readonly by: "fewest-calls"; readonly windowSeconds: number }
  /** Smallest part of the time since sign-in spent on work. */
  | { readonly by: "lowest-occupancy" }
  /** The next after the agent this queue offered to last, in the order of ids. */
  | { readonly by: "round-robin" }
  /** By chance, in proportion to the profiles' weights; the chance comes in with the event. */
  | { readonly by: "weighted-random" }
  /** In the order listed; who is not listed comes last. */
  | { readonly by: "ordered-list"; readonly agents: readonly AgentId[] }
  /** The agent group whose part of all idle agents is furthest above its share first (idleness ratio). */
  | { readonly by: "idleness-balance"; readonly shares: Readonly<Record<string, number>> };
