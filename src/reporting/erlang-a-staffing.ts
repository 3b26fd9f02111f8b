import type { Answer } from "./answer.ts";
import { erlangA, type ServiceLevelVariant } from "./erlang-a.ts";
import type { ServiceLevelTarget } from "./erlang-c-staffing.ts";
import { fewestAgents } from "./fewest-agents.ts";
import { faultIn } from "./inputs.ts";
import type { Workload } from "./workload.ts";

/** A service level to be met although callers hang up, with what is done with those who do. */
export interface ErlangAStaffingInput extends Workload, ServiceLevelTarget {
  readonly meanPatienceSeconds: number;
  readonly variant: ServiceLevelVariant;
}

/**
 * The fewest agents with whom Erlang A meets a service level; counts heads on calls, before breaks and leave.
 * May be fewer than the offered erlangs: look at the abandon probability too before believing it.
 * Errors: `not-a-number`, `out-of-range`, `unreachable`.
 */
export function erlangAAgentsForServiceLevel(input: ErlangAStaffingInput): Answer<number> {
  const { callsPerHour, ahtSeconds, meanPatienceSeconds, thresholdSeconds, serviceLevel, variant } = input;
  const work = { callsPerHour, ahtSeconds, meanPatienceSeconds, thresholdSeconds };
  const fault = faultIn({ ...work, serviceLevel });
  if (fault) return fault;
  return fewestAgents(1, (agents) => {
    const answer = erlangA({ ...work, agents });
    return answer.ok && answer.value.serviceLevel[variant] >= serviceLevel;
  });
}
