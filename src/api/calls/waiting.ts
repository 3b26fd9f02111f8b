import type { CallView } from "../../dispatch/index.ts";

/** A queued call, and how long it has waited in its queue. */
export interface WaitingView extends CallView {
  readonly waitedMs: number;
}

/** The queued calls in the order they will be served; among equal places the one that has waited longest comes first. */
export function waitingInOrder(calls: readonly CallView[], now: number): WaitingView[] {
  return calls
    .filter((call) => call.at === "queued")
    .sort((a, b) => place(a) - place(b) || queuedSince(a) - queuedSince(b))
    .map((call) => ({ ...call, waitedMs: Math.max(0, now - queuedSince(call)) }));
}

function place(call: CallView): number {
  return call.position ?? Number.MAX_SAFE_INTEGER;
}

function queuedSince(call: CallView): number {
  return call.queuedAt ?? call.arrivedAt;
}
