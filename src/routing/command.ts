import type { AgentId, CallId, QueueId, RentalId, ReservationId, TenantId } from "../ids.ts";
import type { AgentState } from "./agent.ts";
import type { Explanation } from "./explanation.ts";
import type { OverflowCause } from "./overflow.ts";
import type { OfferOutcome } from "./reservation.ts";

/** What routing wants done or known. Carried out elsewhere; each is safe to repeat. */
export type RoutingCommand =
  | {
      readonly do: "offer";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
      readonly queue: QueueId;
      readonly rental?: RentalId | undefined;
      readonly ringForSeconds: number;
      readonly autoAnswer: boolean;
      readonly because: Explanation;
    }
  /** Stop the ringing. */
  | { readonly do: "withdraw"; readonly reservation: ReservationId }
  /** The offer was answered in time: join caller and agent. */
  | {
      readonly do: "connect";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
    }
  /** An answer came for a reservation that no longer stands: end that agent leg. */
  | { readonly do: "drop-late-answer"; readonly reservation: ReservationId }
  /** The queue does not keep the call; it is no longer in any. */
  | {
      readonly do: "give-up";
      readonly call: CallId;
      readonly queue: QueueId;
      readonly why: OverflowCause;
      readonly goesTo: "flow" | "hang-up";
    }
  /** For the event log: the call waits in another queue now. */
  | {
      readonly do: "note-overflow";
      readonly call: CallId;
      readonly from: QueueId;
      readonly to: QueueId;
      readonly why: OverflowCause;
    }
  /** For the event log: the call went on to this step (from 0) of its queue's search. */
  | { readonly do: "note-step"; readonly call: CallId; readonly queue: QueueId; readonly step: number }
  /** For the event log: how each reservation ended, exactly once. */
  | {
      readonly do: "note-offer-ended";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
      readonly queue: QueueId;
      readonly outcome: OfferOutcome;
    }
  | {
      readonly do: "note-agent";
      readonly agent: AgentId;
      readonly tenant: TenantId;
      readonly state: AgentState;
    };
