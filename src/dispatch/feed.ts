import type { CallOutcome, EndedBy } from "../calls/index.ts";
import type { AgentId, CallId, QueueId, RentalId, ReservationId } from "../ids.ts";
import type { OfferOutcome, OverflowCause } from "../routing/index.ts";
import type { ShownState } from "./shown-state.ts";

/**
 * One entry of a tenant's ordered event log. `at` is epoch milliseconds. The live feed and the history are both made
 * from it, so they cannot disagree. An agent's events stand in the log of its own tenant, a call's in that of the
 * tenant that was called, whoever's agent it is offered to.
 */
export type FeedEvent = { readonly at: number } & (
  | { readonly type: "agent-state-changed"; readonly agent: AgentId; readonly state: ShownState }
  | { readonly type: "agent-device-changed"; readonly agent: AgentId; readonly hasDevice: boolean }
  | { readonly type: "call-arrived"; readonly call: CallId; readonly number: string; readonly caller: string }
  | { readonly type: "call-queued"; readonly call: CallId; readonly queue: QueueId }
  /** The search for an agent went on to this step, from 0. */
  | {
      readonly type: "call-step-changed";
      readonly call: CallId;
      readonly queue: QueueId;
      readonly step: number;
    }
  /** The call waits in another queue now. */
  | {
      readonly type: "call-overflowed";
      readonly call: CallId;
      readonly from: QueueId;
      readonly to: QueueId;
      readonly why: OverflowCause;
    }
  | { readonly type: "call-left-queue"; readonly call: CallId; readonly why: OverflowCause }
  | {
      readonly type: "offer-made";
      readonly call: CallId;
      readonly agent: AgentId;
      readonly reservation: ReservationId;
      /** The contract it is made under, when the agent is another tenant's. */
      readonly rental?: RentalId;
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
