import type { AgentId, CallId, QueueId, RentalId } from "../ids.ts";
import type { FeedEvent } from "./feed.ts";
import type { ShownState } from "./shown-state.ts";

/** An agent as screens show it. Times are epoch milliseconds. */
export interface AgentView {
  readonly id: AgentId;
  readonly key: string;
  readonly name: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly hasDevice: boolean;
  readonly state: ShownState;
  readonly breakReserved?: string;
  readonly signOutReserved?: true;
}

/**
 * What a rented agent does, as far as it concerns the renter: `free` for a call; with one of the renter's calls
 * (`here`) or somebody else's (`elsewhere`), the wrap-up included; or `away`: not ready, or signed out.
 */
export type RentedDoing = "free" | "here" | "elsewhere" | "away";

/** Another tenant's agent whom this one rents or shares. */
export interface RentedAgentView {
  readonly id: AgentId;
  readonly name: string;
  /** The contract; the first, where there are several. */
  readonly rental: RentalId;
  readonly doing: RentedDoing;
}

/** A live call as screens show it. */
export interface CallView {
  readonly id: CallId;
  readonly number: string;
  readonly caller: string;
  readonly at: "arriving" | "in-flow" | "queued" | "talking";
  readonly arrivedAt: number;
  readonly queue?: { readonly id: QueueId; readonly key: string; readonly name: string };
  readonly queuedAt?: number;
  /** 0 to 9. Only while queued. */
  readonly priority?: number;
  /** The step of the search, from 0. Only while queued. */
  readonly step?: number;
  /** 1 is served next. Only while queued. */
  readonly position?: number;
  /** How much longer the call will probably wait; absent where nobody can say. Only while queued. */
  readonly expectedWait?: { readonly fromSeconds: number; readonly toSeconds: number };
  /** Whose devices ring; absent if none does. */
  readonly offeredTo?: readonly AgentId[];
  readonly agent?: AgentId;
  readonly answeredAt?: number;
}

/** Who answers a tenant's calls: its own agents, and others' that it rents or shares. */
export interface Team {
  readonly agents: readonly AgentView[];
  readonly rentedAgents: readonly RentedAgentView[];
}

/** A tenant at one position of its event log. */
export interface Snapshot extends Team {
  readonly position: string;
  readonly calls: readonly CallView[];
}

/** Events in order, with the position after the last of them. */
export interface FeedBatch {
  readonly position: string;
  readonly events: readonly FeedEvent[];
}

/** Why an agent's wish was refused. */
export type AgentRefusal = "no-such-agent" | "no-device";

export type AgentChange =
  | { readonly to: "ready" | "logged-out" }
  | { readonly to: "not-ready"; readonly reason: string };

export type AgentChangeResult =
  | { readonly ok: true; readonly agent: AgentView }
  | { readonly ok: false; readonly refusal: AgentRefusal };
