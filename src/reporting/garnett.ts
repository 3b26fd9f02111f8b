import { type Answer, answered } from "./answer.ts";
import { faultIn } from "./inputs.ts";
import { millsRatio } from "./mills-ratio.ts";

/**
 * Garnett's delay function: the limit of Erlang A's waiting probability as n = a + β√a grows,
 * 1 ÷ (1 + √r · h(β ÷ √r) ÷ h(−β)), h the hazard rate of the standard normal distribution. β may be negative:
 * those who hang up make up for agents who are not there.
 *
 * @param patienceRatio r = AHT ÷ mean patience, θ ÷ μ
 *
 * Source: O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers",
 * Manufacturing & Service Operations Management 4 (2002), 208–227. Errors: `not-a-number`, `out-of-range`.
 */
export function garnettWaitProbability(garnettBeta: number, patienceRatio: number): Answer<number> {
  const fault = faultIn({ garnettBeta, patienceRatio });
  if (fault) return fault;
  const root = Math.sqrt(patienceRatio);
  const noWaitToWait = (root * millsRatio(-garnettBeta)) / millsRatio(garnettBeta / root);
  return answered(1 / (1 + noWaitToWait));
}
