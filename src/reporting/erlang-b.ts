import { type Answer, answered } from "./answer.ts";
import { faultIn } from "./inputs.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/** Work for a group of agents or lines where nobody can wait. */
export interface ErlangBInput extends Workload {
  readonly agents: number;
}

export interface ErlangBFigures {
  readonly offeredErlangs: number;
  /** Share of the calls that find everybody busy and are turned away, 0 to 1. */
  readonly blockProbability: number;
  /** Share of their time that agents are busy, 0 to 1. */
  readonly occupancy: number;
}

/**
 * Erlang B, M/G/n/n: a call that finds everybody busy is lost; nobody waits. For trunks, ports and quotas.
 *
 * Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
 * automatic telephone exchanges", 1917. Errors: `not-a-number`, `not-whole`, `out-of-range`.
 */
export function erlangB(input: ErlangBInput): Answer<ErlangBFigures> {
  const { agents, callsPerHour, ahtSeconds } = input;
  const fault = faultIn({ agents, callsPerHour, ahtSeconds });
  if (fault) return fault;
  const offeredErlangs = erlangsOf(input);
  const blocked = blockProbability(agents, offeredErlangs);
  return answered({
    offeredErlangs,
    blockProbability: blocked,
    occupancy: (offeredErlangs * (1 - blocked)) / agents,
  });
}

/**
 * B(n, a) by its recursion B(0) = 1, B(k) = aB(k−1) ÷ (k + aB(k−1)): all terms are positive, so nothing
 * cancels, and where B leaves the range of a double it becomes 0. Expects n ≥ 0, whole, and a ≥ 0.
 */
export function blockProbability(agents: number, erlangs: number): number {
  let blocked = 1;
  for (let busy = 1; busy <= agents && blocked > 0; busy++) {
    const weighed = erlangs * blocked;
    blocked = weighed / (busy + weighed);
  }
  return blocked;
}
