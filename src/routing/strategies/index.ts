import type { AgentStrategy } from "../agent-strategy.ts";
import { fewestCalls } from "./fewest-calls.ts";
import { idlenessBalance } from "./idleness-balance.ts";
import { leastSkilled } from "./least-skilled.ts";
import { longestIdle } from "./longest-idle.ts";
import { longestIdleByLevel } from "./longest-idle-by-level.ts";
import { lowestOccupancy } from "./lowest-occupancy.ts";
import { orderedList } from "./ordered-list.ts";
import type { Ranker } from "./ranker.ts";
import { roundRobin } from "./round-robin.ts";
import { weightedRandom } from "./weighted-random.ts";

export { rankAgain } from "./rank-again.ts";
export type { Ranker, RankingMoment } from "./ranker.ts";
export { termsOf } from "./terms.ts";
export { longestWindowSeconds } from "./window.ts";

/** The ranker of a strategy: make it once for each configuration. It keeps nothing from one moment to the next. */
export function rankerOf(strategy: AgentStrategy): Ranker {
  switch (strategy.by) {
    case "longest-idle":
      return longestIdle;
    case "longest-idle-by-level":
      return longestIdleByLevel(strategy.skill);
    case "least-skilled":
      return leastSkilled;
    case "fewest-calls":
      return fewestCalls(strategy.windowSeconds);
    case "lowest-occupancy":
      return lowestOccupancy;
    case "round-robin":
      return roundRobin;
    case "weighted-random":
      return weightedRandom;
    case "ordered-list":
      return orderedList(strategy.agents);
    case "idleness-balance":
      return idlenessBalance(strategy.shares);
  }
}
