import type { CallOutcome, EndedBy } from "../calls/index.ts";
import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { AgentState, OfferOutcome } from "../routing/index.ts";

/**
 * One entry of a tenant's ordered event log. `at` is epoch milliseconds. The live feed and the history are both made
 * from it, so they cannot disagree.
 */
export type FeedEvent = { readonly at: number } & (
  | { readonly type: "agent-state-changed"; readonly agent: AgentId; readonly state: AgentState }
  | { readonly type: "agent-device-changed"; readonly agent: AgentId; readonly hasDevice: boolean }
  | { readonly type: "call-arrived"; readonly call: CallId; readonly number: string; readonly caller: string }
  | { readonly type: "call-queued"; readonly call: CallId; readonly queue: QueueId }
  | { readonly type: "call-left-queue"; readonly call: CallId; readonly why: "maximum-wait" | "no-agents" }
  | {
      readonly type: "offer-made";
      readonly call: CallId;
      readonly agent: AgentId;
      readonly reservation: ReservationId;
    }
  | {
      readonly type: "offer-ended";
      readonly call: CallId;
      readonly agent: AgentId;
      readonly reservation: ReservationId;
      readonly outcome: OfferOutcome;
    }
  | {
      readonly type: "call-answered";
      readonly call: CallId;
      readonly agent: AgentId;
      readonly waitedMs: number;
    }
  | {
      readonly type: "call-ended";
      readonly call: CallId;
      readonly by: EndedBy;
      readonly outcome: CallOutcome;
    }
);
