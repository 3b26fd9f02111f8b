import { type Answer, answered, refused } from "./answer.ts";
import { halfinWhittBeta } from "./halfin-whitt.ts";
import { faultIn, MOST_AGENTS } from "./inputs.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/**
 * Square-root staffing: ⌈a + β√a⌉ agents, β the Halfin–Whitt beta of the share of calls that may have to
 * wait (between 0 and 1). Good from a few erlangs on; it shows why large groups need a smaller reserve.
 *
 * Source: W. Whitt, "Understanding the efficiency of multi-server service systems", Management Science 38
 * (1992); S. Borst, A. Mandelbaum and M. Reiman, "Dimensioning large call centers", Operations Research 52
 * (2004). Errors: `not-a-number`, `out-of-range`, `unreachable`.
 */
export function squareRootAgents(input: Workload & { readonly waitProbability: number }): Answer<number> {
  const { callsPerHour, ahtSeconds, waitProbability } = input;
  const fault = faultIn({ callsPerHour, ahtSeconds, waitProbability });
  if (fault) return fault;
  const beta = halfinWhittBeta(waitProbability);
  if (!beta.ok) return beta;
  const erlangs = erlangsOf(input);
  const agents = Math.max(1, Math.ceil(erlangs + beta.value * Math.sqrt(erlangs)));
  return agents > MOST_AGENTS ? refused("unreachable", "agents") : answered(agents);
}
