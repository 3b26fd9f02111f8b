import type { AgentId, CallId, QueueId } from "../../../src/ids.ts";

/** An agent as the peers know one. Times are epoch milliseconds, as everywhere here. */
export interface FloorAgent {
  readonly id: AgentId;
  /** The queues that may offer a call to this agent, at their last step at least. */
  readonly queues: FloorQueue[];
  at: "away" | "free" | "reserved" | "talking" | "wrap-up";
  idleSince: number;
  /** One more with each change of `at`: what fell due for an earlier one is void. */
  turn: number;
  breakAsked: boolean;
}

/** A queue as the peers know one. */
export interface FloorQueue {
  readonly id: QueueId;
  readonly ringMs: number;
  readonly wrapUpMs: number;
  readonly declinedPauseMs: number;
  readonly busyPauseMs: number;
  /** How long each step lasts; the last has no end. */
  readonly stepMs: readonly (number | undefined)[];
  /** Who may be offered a call at each step, worked out beforehand. */
  readonly members: readonly (readonly FloorAgent[])[];
}

/** A waiting call as the peers know one. */
export interface FloorCall {
  readonly id: CallId;
  readonly queue: FloorQueue;
  readonly priority: number;
  readonly queuedAt: number;
  step: number;
  offers: number;
  ringing: boolean;
  gone: boolean;
}

/** A ringing telephone. */
export interface FloorOffer {
  readonly call: FloorCall;
  readonly agent: FloorAgent;
}

/** A conversation. */
export interface FloorTalk {
  readonly agent: FloorAgent;
  readonly queue: FloorQueue;
}
