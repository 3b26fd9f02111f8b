import type { AgentId, CallId, FlowId, LegId, PlaybackId, ReservationId, TenantId } from "../ids.ts";
import type { Agent, Rental } from "../routing/index.ts";
import type { TenantConfig } from "../tenancy/index.ts";
import type { LastAgents } from "./last-agents.ts";
import type { OfferResult } from "./ports.ts";
import type { AgentChange } from "./views.ts";

/** A tenant that was not in the cell before: what it saved, as far as it outlived the process that saved it. */
export interface Newcomer {
  readonly tenant: TenantId;
  readonly agents: readonly Agent[];
  readonly lastAgents: LastAgents;
}

/**
 * What can happen in a cell. `at` is epoch milliseconds and never runs backwards; `chance` is what an event brings of
 * randomness, from 0 up to but not including 1.
 */
export type CellEvent = { readonly at: number; readonly chance: number } & (
  | {
      /** The whole configuration. A tenant that is no longer in it keeps the one it had: its calls go on. */
      readonly type: "configured";
      readonly version: number;
      readonly tenants: readonly TenantConfig[];
      readonly rentals: readonly Rental[];
      readonly newcomers: readonly Newcomer[];
    }
  /** The platform stops: calls that still live are ended. */
  | { readonly type: "stopped" }
  | { readonly type: "time-passed" }
  | TenantEvent
);

/** What concerns one tenant: the one whose call it is, or whose agent. */
export type TenantEvent = { readonly tenant: TenantId } & (
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
  /** The agent may be one that this tenant rents. */
  | { readonly type: "call-claimed"; readonly call: CallId; readonly agent: AgentId }
  | { readonly type: "agent-asked"; readonly agent: AgentId; readonly change: AgentChange }
  | { readonly type: "device-changed"; readonly agent: AgentId; readonly registered: boolean }
);

/** The events of one type. */
export type CellEventOf<Type extends CellEvent["type"]> = Extract<CellEvent, { readonly type: Type }>;
