import { wrapUpEnded } from "./conversations.ts";
import type { Draft } from "./draft.ts";
import { ringTimedOut } from "./offers.ts";
import { byText } from "./order.ts";
import type { Reservation } from "./reservation.ts";
import type { RoutingState } from "./state.ts";
import { giveUpOverdue } from "./waiting.ts";

/** Carries out what has fallen due: ends of wrap-up, then ring time-outs, then maximum waits. */
export function timePassed(draft: Draft): void {
  endWrapUps(draft);
  for (const reservation of rungOut(draft)) ringTimedOut(draft, reservation);
  giveUpOverdue(draft);
}

/**
 * The earliest moment at which `time-passed` would change something, epoch milliseconds; undefined if none would.
 * It may lie in the past: then it is due now. Linear in agents, calls and reservations.
 */
export function nextDeadline(state: RoutingState): number | undefined {
  const earliest = deadlines(state).reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  return Number.isFinite(earliest) ? earliest : undefined;
}

/** A call's maximum wait is none while it is being offered. */
function* deadlines({ agents, reservations, waiting }: RoutingState): Generator<number, undefined> {
  for (const { expiresAt } of reservations.values()) yield expiresAt;
  for (const { state } of agents.values()) if (state.at === "wrap-up") yield state.until;
  for (const { giveUpAt, reservation } of waiting.values()) {
    if (giveUpAt !== undefined && reservation === undefined) yield giveUpAt;
  }
}

function endWrapUps(draft: Draft): void {
  for (const agent of draft.agents.now.values()) {
    const { state } = agent;
    if (state.at === "wrap-up" && state.until <= draft.at) wrapUpEnded(draft, agent, state.until);
  }
}

function rungOut(draft: Draft): Reservation[] {
  const due = draft.reservations.now.values().filter(({ expiresAt }) => expiresAt <= draft.at);
  return due.toArray().sort((one, other) => byText(one.id, other.id));
}
