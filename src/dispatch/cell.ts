import type { Call, CallCommand, CallRecord } from "../calls/index.ts";
import type { AgentId, CallId, FlowId, LegId, PlaybackId, ReservationId } from "../ids.ts";
import type { Flow } from "../ivr/index.ts";
import { type Explanation, emptyRouting, type RoutingState } from "../routing/index.ts";
import type { TenantConfig } from "../tenancy/index.ts";
import type { FeedEvent } from "./feed.ts";
import type { Offer, OfferResult } from "./ports.ts";
import type { AgentChange } from "./views.ts";

/**
 * Everything live of one tenant: its configuration, the calls in their flows, and routing. The three pure rooms are
 * put together here: what one of them commands is an event for another, or an effect on the world.
 */
export interface Cell {
  readonly config: TenantConfig;
  readonly calls: ReadonlyMap<CallId, Call>;
  readonly routing: RoutingState;
  /** Graphs by flow and version: a call finishes on the version it began with. */
  readonly graphs: ReadonlyMap<string, Flow>;
}

export type CellEvent = { readonly at: number } & (
  | { readonly type: "configured"; readonly config: TenantConfig; readonly version: number }
  | {
      readonly type: "call-admitted";
      readonly call: CallId;
      readonly number: string;
      readonly caller: string;
      readonly flow: FlowId;
    }
  | { readonly type: "caller-arrived"; readonly call: CallId; readonly leg: LegId }
  | { readonly type: "caller-gone"; readonly call: CallId; readonly why: "hung-up" | "failed" }
  | { readonly type: "agent-leg-ended"; readonly call: CallId; readonly leg: LegId }
  | { readonly type: "bridge-failed"; readonly call: CallId }
  | { readonly type: "prompts-finished"; readonly call: CallId; readonly playback: PlaybackId }
  | { readonly type: "digit-pressed"; readonly call: CallId; readonly digit: string }
  | { readonly type: "offer-finished"; readonly reservation: ReservationId; readonly result: OfferResult }
  | { readonly type: "agent-asked"; readonly agent: AgentId; readonly change: AgentChange }
  | { readonly type: "device-changed"; readonly agent: AgentId; readonly registered: boolean }
  /** The platform stops: calls that still live are ended. */
  | { readonly type: "stopped" }
  | { readonly type: "time-passed" }
);

/** What the world is asked to do, after the changes are written. */
export type Effect =
  | Exclude<CallCommand, { readonly do: "record" }>
  | { readonly do: "offer"; readonly offer: Offer }
  | { readonly do: "withdraw"; readonly reservation: ReservationId };

/** One step: the next cell, and what follows from it. */
export interface Turn {
  readonly cell: Cell;
  readonly effects: readonly Effect[];
  readonly events: readonly FeedEvent[];
  readonly records: readonly CallRecord[];
  readonly explanations: readonly { readonly reservation: ReservationId; readonly because: Explanation }[];
}

/** A tenant's cell before anything has happened and before it is configured to route. */
export function emptyCell(config: TenantConfig): Cell {
  return { config, calls: new Map(), routing: emptyRouting, graphs: new Map() };
}

export function graphKey(flow: { readonly id: FlowId; readonly version: number }): string {
  return `${flow.id}@${flow.version}`;
}
