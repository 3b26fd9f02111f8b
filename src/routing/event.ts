import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { AgentProfile } from "./agent.ts";
import type { Queue } from "./queue.ts";
import type { OfferOutcome } from "./reservation.ts";

/** What can happen to routing. `at` is epoch milliseconds and never runs backwards by contract of the caller. */
export type RoutingEvent = { readonly at: number } & (
  | {
      readonly type: "configured";
      readonly version: number;
      readonly queues: readonly Queue[];
      readonly agents: readonly AgentProfile[];
    }
  /** While reserved or talking, `not-ready` reserves a break; during wrap-up `ready` ends the wrap-up early. */
  | { readonly type: "agent-asked"; readonly agent: AgentId; readonly to: "ready" | "logged-out" }
  | { readonly type: "agent-asked"; readonly agent: AgentId; readonly to: "not-ready"; readonly reason: string }
  | { readonly type: "device-registered" | "device-gone"; readonly agent: AgentId }
  | {
      readonly type: "call-queued";
      readonly call: CallId;
      readonly queue: QueueId;
      readonly priority: number;
      readonly maximumWaitSeconds?: number;
      readonly needsAgents: boolean;
    }
  /** The caller hung up, or the flow moved on. */
  | { readonly type: "call-left"; readonly call: CallId }
  /** `answered` is only heeded while the reservation stands; late and duplicate outcomes change nothing. */
  | { readonly type: "offer-ended"; readonly reservation: ReservationId; readonly outcome: OfferOutcome }
  /** The conversation of this call is over: its agent goes to wrap-up. */
  | { readonly type: "conversation-ended"; readonly call: CallId }
  /** A deadline may have passed: ring time-outs, ends of wrap-up, maximum waits. */
  | { readonly type: "time-passed" }
);
