/** How a run of calls at a steady rate went. */
export interface Run {
  /** Calls begun a second, for so many seconds. */
  readonly rate: number;
  readonly forSeconds: number;
  /** By the callers' own count. */
  readonly created: number;
  readonly successful: number;
  readonly failed: number;
  /** Calls that rang at an agent, and those that ended with the agent's BYE. */
  readonly offered: number;
  readonly whole: number;
  /** From the first call's beginning to the last call's end. */
  readonly tookMs: number;
  /** How busy the agents' phones kept their one thread, 0 to 1. */
  readonly phonesBusy: number;
}

/** What a run says of the rate. Only `held` counts for it; the others say what gave out. */
export type Verdict = "held" | "call-failed" | "fell-behind" | "generator-gave-out";

/** How long a call lasts, from the agent's answer to its BYE. */
export const talkMs = 1_000;
/** The last caller must be served that soon; a queue that grows is no rate held. */
const leewayMs = 2_000;
/** Above this the phones keep the platform waiting rather than the other way round. */
const busiestPhones = 0.9;

/** Judges a run. The generator's own limit comes first: what it could not send tells nothing of the platform. */
export function judge(run: Run): Verdict {
  const wanted = run.rate * run.forSeconds;
  const isOnTime = run.tookMs <= run.forSeconds * 1_000 + talkMs + leewayMs;
  const isWhole =
    run.failed === 0 && [run.created, run.successful, run.offered, run.whole].every((n) => n === wanted);
  if (isWhole && isOnTime) return "held";
  if (run.phonesBusy > busiestPhones || run.created < wanted) return "generator-gave-out";
  return isWhole ? "fell-behind" : "call-failed";
}
