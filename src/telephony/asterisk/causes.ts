import type { HangUpCause } from "../../dispatch/index.ts";
import type { OfferOutcome } from "../../routing/index.ts";

/** How ringing may end without an answer and without us ending it. */
export type Unanswered = Exclude<OfferOutcome, "answered" | "withdrawn">;

const busy = new Set([486]);
/** 3xx: a device that sends its caller elsewhere has declined, for calls are not forwarded past their queue. */
const declined = new Set([300, 301, 302, 305, 380, 403, 600, 603]);
const noAnswer = new Set([408, 480, 487]);

/** Q.850, where no SIP status tells more: 17 user busy, 21 call rejected, 18 no user responding, 19 no answer. */
const outcomeOfCause: Readonly<Partial<Record<number, Unanswered>>> = {
  17: "busy",
  18: "no-answer",
  19: "no-answer",
  21: "declined",
};

/**
 * The outcome of an offer whose leg ended before it was answered. The SIP status decides where there is one: Asterisk
 * folds 486 and 600 into one Q.850 cause, 403 and 603 into another.
 */
export function outcomeOf(end: {
  readonly cause: number;
  readonly sipStatus?: number | undefined;
}): Unanswered {
  const { sipStatus } = end;
  if (sipStatus === undefined) return outcomeOfCause[end.cause] ?? "unreachable";
  if (busy.has(sipStatus)) return "busy";
  if (declined.has(sipStatus)) return "declined";
  return noAnswer.has(sipStatus) ? "no-answer" : "unreachable";
}

/**
 * Q.850 causes for legs we end. Where the leg was not yet answered, Asterisk turns them into a SIP status:
 * 16 normal clearing; 20 subscriber absent, 480; 42 switching equipment congestion, 503; 38 network out of order, 500.
 */
const causeOf: Readonly<Record<HangUpCause, number>> = {
  normal: 16,
  "no-agents": 20,
  shutdown: 42,
  failure: 38,
};

export const q850CauseOf = (cause: HangUpCause): number => causeOf[cause];
