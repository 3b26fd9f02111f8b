import type { AgentId, CallId, QueueId } from "../ids.ts";
import type { AgentState } from "../routing/index.ts";
import type { FeedEvent } from "./feed.ts";

/** An agent as screens show it. Times are epoch milliseconds. */
export interface AgentView {
  readonly id: AgentId;
  readonly key: string;
  readonly name: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly hasDevice: boolean;
  readonly state: AgentState;
  readonly breakReserved?: string;
  readonly signOutReserved?: true;
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
  /** 1 is served next. Only while queued. */
  readonly position?: number;
  readonly offeredTo?: AgentId;
  readonly agent?: AgentId;
  readonly answeredAt?: number;
}

/** A tenant at one position of its event log. */
export interface Snapshot {
  readonly position: string;
  readonly agents: readonly AgentView[];
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
