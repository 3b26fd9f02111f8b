import { firstAbove } from "./first-above.ts";
import type { Ranker } from "./ranker.ts";

/** How many offers were answered later than `windowSeconds` ago: evens out the work of this hour or shift. */
export function fewestCalls(windowSeconds: number): Ranker {
  return {
    kind: "live",
    at: (moment) => {
      const since = moment.at - windowSeconds * 1000;
      return (agent) => agent.answeredAt.length - firstAbove(agent.answeredAt, since);
    },
  };
}
