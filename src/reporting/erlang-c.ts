import { type Answer, answered, refused } from "./answer.ts";
import { blockProbability } from "./erlang-b.ts";
import { faultIn } from "./inputs.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/** Work for a queue whose callers wait as long as it takes. */
export interface ErlangCInput extends Workload {
  readonly agents: number;
  /** The target T of the service level; may be 0. */
  readonly thresholdSeconds: number;
}

export interface ErlangCFigures {
  readonly offeredErlangs: number;
  /** Share of the calls that find everybody busy, 0 to 1. */
  readonly waitProbability: number;
  /** Mean wait of all calls, those answered at once included. */
  readonly asaSeconds: number;
  /** Share answered within T, 0 to 1. Nobody hangs up here, so the variants of a service level coincide. */
  readonly serviceLevel: number;
  readonly occupancy: number;
  /** Mean number of calls waiting. */
  readonly meanQueue: number;
}

/**
 * Erlang C, M/M/n: Poisson arrivals, exponential handling times, first come first served, endless patience.
 * Waiting probability from Erlang B: C = nB ÷ (n − a(1 − B)); a wait beyond T: C·exp(−(n − a)·T ÷ AHT).
 *
 * Source: A. K. Erlang 1917; L. Kleinrock, "Queueing Systems" I (1975), section 3.5; R. B. Cooper,
 * "Introduction to Queueing Theory" (1981), for C from B.
 * Errors: `not-a-number`, `not-whole`, `out-of-range`, and `unstable` unless n > a.
 */
export function erlangC(input: ErlangCInput): Answer<ErlangCFigures> {
  const { agents, callsPerHour, ahtSeconds, thresholdSeconds } = input;
  const fault = faultIn({ agents, callsPerHour, ahtSeconds, thresholdSeconds });
  if (fault) return fault;
  const offeredErlangs = erlangsOf(input);
  const spareAgents = agents - offeredErlangs;
  if (spareAgents <= 0) return refused("unstable", "agents");
  const waits = waitProbability(agents, offeredErlangs);
  return answered({
    offeredErlangs,
    waitProbability: waits,
    asaSeconds: (waits * ahtSeconds) / spareAgents,
    serviceLevel: 1 - waits * Math.exp((-spareAgents * thresholdSeconds) / ahtSeconds),
    occupancy: offeredErlangs / agents,
    meanQueue: (waits * offeredErlangs) / spareAgents,
  });
}

/** Spare agents and blocked load are added, never subtracted, so that C keeps its digits close to full load. */
function waitProbability(agents: number, erlangs: number): number {
  const blocked = blockProbability(agents, erlangs);
  return (agents * blocked) / (agents - erlangs + erlangs * blocked);
}
