import type { CallId, QueueId } from "../../ids.ts";
import type { WaitingCall } from "../waiting-call.ts";
import type { QueueNode } from "./queue-node.ts";

/** What a call brings along when it enters a queue. */
export interface Entrant {
  readonly id: CallId;
  readonly priority: number;
  readonly queuedAt: number;
  readonly needsAgents: boolean;
  readonly offers: number;
  readonly overflowedFrom: readonly QueueId[];
  readonly maximumWaitSeconds?: number | undefined;
}

/** The only place where a waiting call is made, with its fields always in this order: that makes copies quick. */
export function entering(
  { id: queue, rules, calls }: QueueNode,
  at: number,
  { id, priority, queuedAt, needsAgents, offers, overflowedFrom, maximumWaitSeconds }: Entrant,
): WaitingCall {
  const longest = rules.maximumWaitSeconds ?? Number.POSITIVE_INFINITY;
  const seconds = Math.min(maximumWaitSeconds ?? Number.POSITIVE_INFINITY, longest);
  return {
    id,
    queue,
    priority,
    queuedAt,
    enteredAt: at,
    positionFound: calls.size + 1,
    giveUpAt: Number.isFinite(seconds) ? at + seconds * 1000 : undefined,
    needsAgents,
    step: 0,
    stepEndsAt: undefined,
    stepLeftMs: undefined,
    preferred: undefined,
    offers,
    passedOver: [],
    reservations: [],
    ringsAlone: undefined,
    overflowedFrom,
  };
}
