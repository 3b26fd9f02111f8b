import type { AgentStrategy } from "../agent-strategy.ts";

/** The longest sliding window (seconds) any of these strategies looks back over; 0 if none does. */
export function longestWindowSeconds(strategies: Iterable<AgentStrategy>): number {
  let longest = 0;
  for (const strategy of strategies) {
    if (strategy.by === "fewest-calls") longest = Math.max(longest, strategy.windowSeconds);
  }
  return longest;
}
