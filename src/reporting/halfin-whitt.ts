import { type Answer, answered } from "./answer.ts";
import { faultIn } from "./inputs.ts";
import { millsRatio } from "./mills-ratio.ts";

/**
 * Halfin–Whitt delay function: the limit of Erlang C's waiting probability as n = a + β√a grows,
 * α(β) = 1 ÷ (1 + βΦ(β) ÷ φ(β)). 0 ≤ β; β = 0 gives 1.
 *
 * Source: S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers",
 * Operations Research 29 (1981), 567–588. Errors: `not-a-number`, `out-of-range`.
 */
export function halfinWhittWaitProbability(halfinWhittBeta: number): Answer<number> {
  return faultIn({ halfinWhittBeta }) ?? answered(delay(halfinWhittBeta));
}

/**
 * The β at which the Halfin–Whitt delay function has the given value, 0 < waitProbability < 1.
 * Errors: `not-a-number`, `out-of-range`.
 */
export function halfinWhittBeta(waitProbability: number): Answer<number> {
  const fault = faultIn({ waitProbability });
  if (fault) return fault;
  let low = 0;
  let high = BETA_OF_NO_WAIT;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (delay(middle) > waitProbability) low = middle;
    else high = middle;
  }
  return answered((low + high) / 2);
}

/** Φ(β) ÷ φ(β) is Mills's ratio of −β. */
function delay(beta: number): number {
  return beta === 0 ? 1 : 1 / (1 + beta * millsRatio(-beta));
}

/** Here the delay function is below the smallest double. */
const BETA_OF_NO_WAIT = 40;
/** Enough to come from 40 to the last digit of any β above 1e−16. */
const HALVINGS = 120;
