import { performance } from "node:perf_hooks";
import { Networks } from "./networks.ts";
import type { Rate } from "./token-bucket.ts";

/** What the guard lets pass. */
export interface GuardSettings {
  /**
   * Sources nothing is held against: carriers, one's own services. Only the bounds of the tables hold for them,
   * and while the process is too busy those ports of theirs wait that have not proved themselves yet.
   */
  readonly trusted: Networks;
  /** Messages of one source nobody knows yet. */
  readonly perStranger: Rate;
  /** Messages of one source that has proved itself. */
  readonly perKnown: Rate;
  /** Messages of a source whose requests failed too often without proof that it was really that source. */
  readonly perSlowed: Rate;
  /** New requests of all strangers together; less while the server is busy. */
  readonly strangersStart: Rate;
  /** New requests of all trusted sources together that have not proved themselves yet; less while the server is busy. */
  readonly trustedStart: Rate;
  /** Messages of all strangers together that are worth parsing. */
  readonly strangersParsed: Rate;
  /** Answers of 503 to strangers that are turned away; beyond it there is silence. */
  readonly turnedAway: Rate;
  /** Requests of strangers that the application has not answered at all yet. */
  readonly strangersWaiting: number;
  /** The same of trusted sources that have not proved themselves yet. */
  readonly trustedWaiting: number;
  /** Failures within a minute after which a source is banned or slowed; 0 means never. */
  readonly strikes: number;
  /** How long a first ban lasts; each further one twice as long, to 12 times as long. */
  readonly banSeconds: number;
  /** Server transactions, of which strangers get half. */
  readonly mostTransactions: number;
  readonly mostDialogs: number;
  /** How busy the process is, 0 to 1, since it was last asked. */
  readonly busy: () => number;
}

const THIS_MACHINE = ["127.0.0.1", "::1"];

/**
 * The settings of a server: the machine itself is trusted, strangers get what good ones need, and bans are
 * lenient, unless it is told otherwise. Throws where a network is none.
 */
export function guardSettings(told: {
  readonly trustedNetworks?: readonly string[] | undefined;
  readonly strangersPerSecond?: number | undefined;
  readonly banSeconds?: number | undefined;
  readonly guard?: Partial<GuardSettings> | undefined;
}): GuardSettings {
  const trusted = Networks.parse(told.trustedNetworks ?? THIS_MACHINE);
  if (!trusted) throw new Error(`not all of these are networks: ${told.trustedNetworks?.join(", ")}`);
  const { strangersPerSecond: perSecond = 300, banSeconds = 300 } = told;
  return {
    trusted,
    perStranger: { perSecond: 100, burst: 300 },
    perKnown: { perSecond: 10_000, burst: 20_000 },
    perSlowed: { perSecond: 1, burst: 5 },
    strangersStart: { perSecond, burst: perSecond },
    trustedStart: { perSecond: 5_000, burst: 1_000 },
    strangersParsed: { perSecond: 2_000, burst: 2_000 },
    turnedAway: { perSecond: 50, burst: 50 },
    strangersWaiting: 100,
    trustedWaiting: 150,
    strikes: banSeconds === 0 ? 0 : 20,
    banSeconds,
    mostTransactions: 100_000,
    mostDialogs: 100_000,
    busy: busyMeter(),
    ...told.guard,
  };
}

/** The share of time the event loop was at work since the last call. */
function busyMeter(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
