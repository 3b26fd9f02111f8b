import type { Answer } from "./answer.ts";
import { type ErlangCFigures, erlangC } from "./erlang-c.ts";
import { fewestAgents } from "./fewest-agents.ts";
import { faultIn } from "./inputs.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/** A target such as 80/20: `serviceLevel` 0.8 within `thresholdSeconds` 20. */
export interface ServiceLevelTarget {
  /** Share of the calls, between 0 and 1. */
  readonly serviceLevel: number;
  readonly thresholdSeconds: number;
}

/**
 * The fewest agents with whom Erlang C meets a service level; counts heads on calls, before breaks and leave.
 * Errors: `not-a-number`, `out-of-range`, `unreachable`.
 */
export function erlangCAgentsForServiceLevel(input: Workload & ServiceLevelTarget): Answer<number> {
  const { callsPerHour, ahtSeconds, thresholdSeconds, serviceLevel } = input;
  const fault = faultIn({ callsPerHour, ahtSeconds, thresholdSeconds, serviceLevel });
  return fault ?? fewest(input, thresholdSeconds, (figures) => figures.serviceLevel >= serviceLevel);
}

/**
 * The fewest agents with whom, by Erlang C, at most the given share of calls (between 0 and 1) has to wait.
 * Errors: `not-a-number`, `out-of-range`, `unreachable`.
 */
export function erlangCAgentsForWaitProbability(
  input: Workload & { readonly waitProbability: number },
): Answer<number> {
  const { callsPerHour, ahtSeconds, waitProbability } = input;
  const fault = faultIn({ callsPerHour, ahtSeconds, waitProbability });
  return fault ?? fewest(input, 0, (figures) => figures.waitProbability <= waitProbability);
}

/** With no more agents than erlangs the queue has no figures, so the search begins above. */
function fewest(
  workload: Workload,
  thresholdSeconds: number,
  meets: (figures: ErlangCFigures) => boolean,
): Answer<number> {
  const { callsPerHour, ahtSeconds } = workload;
  return fewestAgents(Math.floor(erlangsOf(workload)) + 1, (agents) => {
    const answer = erlangC({ agents, callsPerHour, ahtSeconds, thresholdSeconds });
    return answer.ok && meets(answer.value);
  });
}
