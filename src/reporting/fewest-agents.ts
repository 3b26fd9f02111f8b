import { type Answer, answered, refused } from "./answer.ts";
import { MOST_AGENTS } from "./inputs.ts";

/**
 * The smallest number of agents, `from` or more, with whom something holds that, once it holds, holds with
 * any more of them. Gallops, then bisects: as many questions as twice the binary digits of the answer.
 * Error: `unreachable` where it does not hold with the most agents a formula is asked about.
 */
export function fewestAgents(from: number, holds: (agents: number) => boolean): Answer<number> {
  let tooFew = from - 1;
  let step = 1;
  while (tooFew + step <= MOST_AGENTS && !holds(tooFew + step)) {
    tooFew += step;
    step *= 2;
  }
  let enough = Math.min(tooFew + step, MOST_AGENTS + 1);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (holds(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough > MOST_AGENTS ? refused("unreachable", "agents") : answered(enough);
}
