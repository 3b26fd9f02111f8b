import { type Answer, answered } from "./answer.ts";
import { blockProbability } from "./erlang-b.ts";
import { faultIn } from "./inputs.ts";
import { type VirtualWait, virtualWait } from "./virtual-wait.ts";
import { erlangsOf, type Workload } from "./workload.ts";

/** Work for a queue whose callers hang up when their patience ends. */
export interface ErlangAInput extends Workload {
  readonly agents: number;
  /** Mean of the time callers are ready to wait; not the mean wait of those who left, which is shorter. */
  readonly meanPatienceSeconds: number;
  /** The target T of the service levels; may be 0. */
  readonly thresholdSeconds: number;
}

/** What is done with those who hang up, by the names of docs/kpi.md. */
export type ServiceLevelVariant =
  | "of-queued"
  | "of-answered"
  | "without-early-abandons"
  | "early-abandons-served";

/** Probabilities and shares are of all calls offered unless said otherwise, 0 to 1. */
export interface ErlangAFigures {
  readonly offeredErlangs: number;
  /** Finds everybody busy. */
  readonly waitProbability: number;
  /** Hangs up while waiting. */
  readonly abandonProbability: number;
  /** Mean wait of all calls, whatever their end, those answered at once included. */
  readonly meanWaitSeconds: number;
  /** Mean wait of the calls answered, those answered at once included. */
  readonly asaSeconds: number;
  readonly meanWaitOfAbandonedSeconds: number;
  readonly serviceLevel: Readonly<Record<ServiceLevelVariant, number>>;
  /** Hangs up, and does so within T. */
  readonly abandonWithinThresholdProbability: number;
  /** Would wait longer than T with endless patience. */
  readonly virtualWaitBeyondThresholdProbability: number;
  /** Mean number of calls waiting. */
  readonly meanQueue: number;
  readonly occupancy: number;
}

/**
 * Erlang A, M/M/n+M: as Erlang C, but each caller hangs up after an exponential patience. It has figures
 * under any load, since those who leave make room.
 *
 * Source: C. Palm, "Research on telephone traffic carried by full availability groups" (1957); F. Baccelli
 * and G. Hébuterne, "On queues with impatient customers" (1981); S. Zeltyn and A. Mandelbaum, "Call centers
 * with impatient customers: many-server asymptotics of the M/M/n+G queue", Queueing Systems 51 (2005).
 * Errors: `not-a-number`, `not-whole`, `out-of-range`.
 */
export function erlangA(input: ErlangAInput): Answer<ErlangAFigures> {
  const { agents, callsPerHour, ahtSeconds, meanPatienceSeconds, thresholdSeconds } = input;
  const fault = faultIn({ agents, callsPerHour, ahtSeconds, meanPatienceSeconds, thresholdSeconds });
  return fault ?? answered(figures(input, fatesOf(input)));
}

/** How calls fare: shares of all calls offered, and waits in units of the mean patience. */
interface Fates {
  readonly erlangs: number;
  readonly waits: number;
  readonly answeredAtOnce: number;
  /** Of those who wait; each integral times `share` is a share of all calls. */
  readonly wait: VirtualWait;
  readonly share: number;
}

/**
 * Whether a call waits is decided by the weight of the states with everybody busy against that of the others,
 * which Erlang B knows: P(wait) ÷ P(no wait) = B(n−1, a) · y · ∫exp φ. The two shares are found apart from
 * each other, so that the smaller of them keeps its digits.
 */
function fatesOf(input: ErlangAInput): Fates {
  const { agents, callsPerHour, ahtSeconds, meanPatienceSeconds, thresholdSeconds } = input;
  const erlangs = erlangsOf(input);
  const arrivals = (callsPerHour * meanPatienceSeconds) / 3600;
  const services = (agents * meanPatienceSeconds) / ahtSeconds;
  const surplus = ((agents - erlangs) * meanPatienceSeconds) / ahtSeconds;
  const wait = virtualWait(arrivals, services, surplus, thresholdSeconds / meanPatienceSeconds);
  const mass = wait.within.all + wait.beyond.all;
  const odds = blockProbability(agents - 1, erlangs) * arrivals * mass * Math.exp(wait.logPeak);
  const waits = 1 / (1 + 1 / odds);
  return { erlangs, waits, answeredAtOnce: 1 / (1 + odds), wait, share: waits / mass };
}

function figures(input: ErlangAInput, fates: Fates): ErlangAFigures {
  const { agents, callsPerHour, meanPatienceSeconds } = input;
  const { within, beyond } = fates.wait;
  const served = Math.min(1, fates.answeredAtOnce + fates.share * (within.served + beyond.served));
  const abandoned = fates.share * (within.abandoned + beyond.abandoned);
  const servedWaits = fates.share * (within.servedWait + beyond.servedWait);
  const waitOfAbandoned =
    (within.abandonedWait + beyond.abandonedWait) / (within.abandoned + beyond.abandoned);
  return {
    offeredErlangs: fates.erlangs,
    waitProbability: fates.waits,
    abandonProbability: abandoned,
    meanWaitSeconds: meanPatienceSeconds * abandoned,
    asaSeconds: (meanPatienceSeconds * servedWaits) / served,
    meanWaitOfAbandonedSeconds: meanPatienceSeconds * waitOfAbandoned,
    meanQueue: (callsPerHour / 3600) * meanPatienceSeconds * abandoned,
    occupancy: Math.min(1, (fates.erlangs * served) / agents),
    ...atThreshold(input, fates, served),
  };
}

type ThresholdFigures = Pick<
  ErlangAFigures,
  "serviceLevel" | "abandonWithinThresholdProbability" | "virtualWaitBeyondThresholdProbability"
>;

/** Those whose virtual wait exceeds T leave within T where their patience is shorter than T. */
function atThreshold(input: ErlangAInput, fates: Fates, served: number): ThresholdFigures {
  const threshold = input.thresholdSeconds / input.meanPatienceSeconds;
  const { within } = fates.wait;
  const beyond = fates.share * fates.wait.beyond.all;
  const servedWithin = Math.min(served, fates.answeredAtOnce + fates.share * within.served);
  const abandonedWithin = fates.share * within.abandoned - beyond * Math.expm1(-threshold);
  const waitedLonger = beyond * Math.exp(-threshold);
  return {
    serviceLevel: {
      "of-queued": servedWithin,
      "of-answered": servedWithin / served,
      "without-early-abandons": servedWithin / (servedWithin + waitedLonger),
      "early-abandons-served": Math.min(1, servedWithin + abandonedWithin),
    },
    abandonWithinThresholdProbability: abandonedWithin,
    virtualWaitBeyondThresholdProbability: beyond,
  };
}
