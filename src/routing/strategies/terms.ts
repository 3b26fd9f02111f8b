import type { AgentStrategy } from "../agent-strategy.ts";

/** What each strategy's leading number counts; the unit is in the name. */
const leadingTerms: Readonly<Record<AgentStrategy["by"], string>> = {
  "longest-idle": "tier",
  "longest-idle-by-level": "levels-below-10",
  "least-skilled": "sum-of-levels",
  "fewest-calls": "answered-in-window",
  "lowest-occupancy": "occupancy-0-to-1",
  "round-robin": "turns-before",
  "weighted-random": "drawn-time",
  "ordered-list": "place-from-0",
  "idleness-balance": "agents-below-share",
};

/**
 * Names the terms of a `Candidate`, in order: 1 if the agent passed the call over (0 if not), 0 to 2 for own, rented
 * or shared, the strategy's leading number, and since when the agent is idle (epoch milliseconds).
 */
export function termsOf(strategy: AgentStrategy["by"]): readonly string[] {
  return ["passed-over", "source", leadingTerms[strategy], "idle-since"];
}
