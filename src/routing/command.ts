import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { AgentState } from "./agent.ts";
import type { Explanation, OfferOutcome } from "./reservation.ts";

/** What routing wants done or known. Carried out elsewhere; each is safe to repeat. */
export type RoutingCommand =
  | {
      readonly do: "offer";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
      readonly queue: QueueId;
      readonly ringForSeconds: number;
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
  /** The call stops waiting without an agent; it is no longer in the queue. */
  | { readonly do: "give-up"; readonly call: CallId; readonly why: "maximum-wait" | "no-agents" }
  /** For the event log: how each reservation ended, exactly once. */
  | {
      readonly do: "note-offer-ended";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
      readonly outcome: OfferOutcome;
    }
  | { readonly do: "note-agent"; readonly agent: AgentId; readonly state: AgentState };
