import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { AgentProfile } from "./agent.ts";
import type { Queue } from "./queue.ts";
import type { Rental } from "./rental.ts";
import type { OfferOutcome } from "./reservation.ts";

/**
 * What can happen to routing. `at` is epoch milliseconds and never runs backwards by contract of the caller. `chance`
 * is what an event brings of randomness, from 0 up to but not including 1; 0 if absent.
 */
export type RoutingEvent = { readonly at: number; readonly chance?: number } & (
  | {
      /**
       * The whole configuration of the cell, in place of the last one; a version older than the one in force is late
       * and changes nothing. Offers that ring and conversations go on; waiting calls keep age and place.
       */
      readonly type: "configured";
      readonly version: number;
      readonly queues: readonly Queue[];
      readonly agents: readonly AgentProfile[];
      readonly rentals: readonly Rental[];
    }
  /**
   * While there is work in hand, `not-ready` reserves a break; in wrap-up it ends the wrap-up, as `ready` does.
   * `ready` without a device changes nothing. `logged-out` withdraws an offer that rings; while talking it takes
   * effect after the wrap-up.
   */
  | { readonly type: "agent-asked"; readonly agent: AgentId; readonly to: "ready" | "logged-out" }
  | {
      readonly type: "agent-asked";
      readonly agent: AgentId;
      readonly to: "not-ready";
      readonly reason: string;
    }
  | { readonly type: "device-registered" | "device-gone"; readonly agent: AgentId }
  | {
      /** Of a call that already waits or talks: changes nothing. */
      readonly type: "call-queued";
      readonly call: CallId;
      readonly queue: QueueId;
      /** 0 to 9. */
      readonly priority: number;
      readonly maximumWaitSeconds?: number;
      readonly needsAgents: boolean;
      /** Kept for this agent so long, if it is signed in and eligible at some step. */
      readonly preferred?: { readonly agent: AgentId; readonly patienceSeconds: number };
      /**
       * Offers made for this call in earlier queues or passages; 0 if absent. Reservations are numbered on from here,
       * so that a late outcome of an old one is never taken for a new one.
       */
      readonly offersBefore?: number;
      /** Age kept from an earlier queue: since when the call has been waiting. `at` if absent. */
      readonly waitingSince?: number;
    }
  /** The caller hung up, or the flow moved on. */
  | { readonly type: "call-left"; readonly call: CallId }
  /**
   * `answered` is only heeded while the reservation stands; late and duplicate outcomes change nothing.
   * `withdrawn` here means that the switch gave up ringing by itself: it counts as `unreachable`, because an agent
   * who was ready again at once could be offered the same call for ever.
   */
  | { readonly type: "offer-ended"; readonly reservation: ReservationId; readonly outcome: OfferOutcome }
  /** An agent picked a waiting call: it is offered to nobody else, if the agent is free and eligible at its step. */
  | { readonly type: "call-claimed"; readonly call: CallId; readonly agent: AgentId }
  /** The conversation of this call is over: its agent goes to wrap-up. */
  | { readonly type: "conversation-ended"; readonly call: CallId }
  /** A deadline may have passed: ring time-outs, ends of wrap-up, steps, waits. Nothing else looks at deadlines. */
  | { readonly type: "time-passed" }
);

/** The routing events of one type. */
export type RoutingEventOf<Type extends RoutingEvent["type"]> = Extract<
  RoutingEvent,
  { readonly type: Type }
>;
