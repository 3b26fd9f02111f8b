import type { AgentId, CallId, FlowId, LegId, QueueId } from "../ids.ts";
import type { Walk } from "../ivr/index.ts";

/** Where a call stands with its queue, kept after it has left for its history. */
export interface QueuePassage {
  readonly queue: QueueId;
  readonly queuedAt: number;
  readonly offers: number;
}

/** Who talks to the caller. */
export interface Conversation {
  readonly agent: AgentId;
  readonly agentLeg: LegId;
  readonly answeredAt: number;
}

/**
 * A whole conversation, from the caller's arrival to its end. Times are epoch milliseconds.
 *
 *   arriving → in-flow → queued → talking → ended
 *                 ↑        │ (gives up)       ↑
 *                 └────────┘   (hang-up from any state)
 *
 * `arriving`: admitted, the caller leg is on its way to the softswitch.
 */
export interface Call {
  readonly id: CallId;
  readonly number: string;
  /** As the trunk gave it; customer data. */
  readonly caller: string;
  readonly callerLeg?: LegId;
  readonly flow: { readonly id: FlowId; readonly version: number };
  readonly arrivedAt: number;
  readonly at: "arriving" | "in-flow" | "queued" | "talking" | "ended";
  readonly walk?: Walk;
  /** Playings started so far; numbers them. */
  readonly playbacks: number;
  readonly passage?: QueuePassage;
  readonly conversation?: Conversation;
  readonly ended?: { readonly at: number; readonly by: EndedBy; readonly outcome: CallOutcome };
}

export type EndedBy = "caller" | "agent" | "flow" | "platform";

/**
 * How a call ended, for its history:
 * `answered` an agent talked to the caller; `abandoned` the caller hung up while waiting;
 * `left-in-flow` hung up before queueing; `completed-in-flow` the flow said goodbye; `lost` the platform failed it.
 */
export type CallOutcome = "answered" | "abandoned" | "left-in-flow" | "completed-in-flow" | "lost";

/** One row of the call history. */
export interface CallRecord {
  readonly call: CallId;
  readonly number: string;
  readonly caller: string;
  readonly flow: { readonly id: FlowId; readonly version: number };
  readonly arrivedAt: number;
  readonly queue?: QueueId;
  readonly queuedAt?: number;
  readonly agent?: AgentId;
  readonly answeredAt?: number;
  readonly endedAt: number;
  readonly endedBy: EndedBy;
  readonly outcome: CallOutcome;
  readonly offers: number;
}
