import { type Answer, answered } from "./answer.ts";
import { blockProbability } from "./erlang-b.ts";
import { faultIn } from "./inputs.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/** Work for a queue that takes a limited number of callers and refuses the rest. */
export interface FiniteQueueInput extends Workload {
  readonly agents: number;
  /** How many may wait at once; 0 is Erlang B. Agents and waiting places together are the K of the name. */
  readonly waitingPlaces: number;
  /** The target T of the service level; may be 0. */
  readonly thresholdSeconds: number;
}

/** Figures "of entering" are of the calls that were not refused. */
export interface FiniteQueueFigures {
  readonly offeredErlangs: number;
  /** Share of all calls that find agents and waiting places full, 0 to 1. */
  readonly blockProbability: number;
  readonly waitProbabilityOfEntering: number;
  /** Mean wait of those who enter, those answered at once included. */
  readonly meanWaitOfEnteringSeconds: number;
  /** Share answered within T, 0 to 1. Nobody hangs up here, so the variants of a service level coincide. */
  readonly serviceLevelOfEntering: number;
  readonly occupancy: number;
}

/**
 * M/M/c/K: as Erlang C, but a call that finds all waiting places taken is refused; so any load is stable.
 *
 * Source: L. Kleinrock, "Queueing Systems" I (1975), chapter 3; D. Gross and C. M. Harris,
 * "Fundamentals of Queueing Theory" (3rd ed., 1998), chapter 2.
 * Errors: `not-a-number`, `not-whole`, `out-of-range`.
 */
export function finiteQueue(input: FiniteQueueInput): Answer<FiniteQueueFigures> {
  const { agents, waitingPlaces, callsPerHour, ahtSeconds, thresholdSeconds } = input;
  const fault = faultIn({ agents, waitingPlaces, callsPerHour, ahtSeconds, thresholdSeconds });
  if (fault) return fault;
  const offeredErlangs = erlangsOf(input);
  const { free, full, waiting } = stateWeights(agents, waitingPlaces, offeredErlangs);
  const entering = free + sum(waiting);
  const beyondThreshold = poissonAtMost((agents * thresholdSeconds) / ahtSeconds, waiting.length);
  const ahead = sum(waiting.map((weight, place) => weight * (place + 1)));
  const late = sum(waiting.map((weight, place) => weight * (beyondThreshold[place] ?? 0)));
  return answered({
    offeredErlangs,
    blockProbability: full / (entering + full),
    waitProbabilityOfEntering: sum(waiting) / entering,
    meanWaitOfEnteringSeconds: ((ahead / entering) * ahtSeconds) / agents,
    serviceLevelOfEntering: Math.max(0, 1 - late / entering),
    occupancy: Math.min(1, offeredErlangs / agents / (1 + full / entering)),
  });
}

/** Weights of what an arriving call may find, the largest of those with everybody busy being about 1. */
interface StateWeights {
  /** An agent is free. */
  readonly free: number;
  /** Everybody is busy, and as many calls wait as the index says. */
  readonly waiting: readonly number[];
  /** All waiting places are taken. */
  readonly full: number;
}

/** Counted down from the full system where the load exceeds the agents, else up: powers of at most 1. */
function stateWeights(agents: number, waitingPlaces: number, erlangs: number): StateWeights {
  const load = erlangs / agents;
  const shift = load > 1 ? waitingPlaces : 0;
  const waiting = Array.from({ length: waitingPlaces }, (_, place) => load ** (place - shift));
  const freeToBusy = agents / (erlangs * blockProbability(agents - 1, erlangs));
  return {
    free: freeToBusy * load ** -shift,
    waiting,
    full: load ** (waitingPlaces - shift),
  };
}

/**
 * P(N ≤ k) for k = 0 … count − 1, N Poisson with the given mean: that no more than k agents have become free
 * by the threshold. Summed in portions, since e^−mean alone may be 0 where the sum is not.
 */
function poissonAtMost(mean: number, count: number): readonly number[] {
  const shares: number[] = [];
  let term = 1;
  let total = 1;
  let logScale = -mean;
  for (let k = 0; k < count; k++) {
    shares.push(Math.min(1, total * Math.exp(logScale)));
    term *= mean / (k + 1);
    total += term;
    if (total < PORTION) continue;
    logScale += Math.log(total);
    term /= total;
    total = 1;
  }
  return shares;
}

const PORTION = 1e200;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
