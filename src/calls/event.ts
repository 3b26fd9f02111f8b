import type { AgentId, CallId, FlowId, LegId, QueueId, ReservationId } from "../ids.ts";
import type { Utterance, Walk } from "../ivr/index.ts";

/** What can happen to one call. `at` is epoch milliseconds. */
export type CallEvent = { readonly at: number } /** The caller leg has reached the softswitch. */ & (
  | { readonly type: "leg-arrived"; readonly leg: LegId }
  /** The flow moved on. */
  | { readonly type: "walked"; readonly walk: Walk }
  | { readonly type: "flow-spoke"; readonly utterances: readonly Utterance[] }
  | { readonly type: "flow-fell-silent" }
  | { readonly type: "queued"; readonly queue: QueueId }
  | { readonly type: "queue-gave-up" }
  /** The call waits in another queue now; `queuedAt` says since when it counts as waiting. As before if absent. */
  | { readonly type: "overflowed"; readonly queue: QueueId; readonly queuedAt?: number }
  | { readonly type: "flow-completed" }
  | { readonly type: "offered"; readonly reservation: ReservationId }
  | { readonly type: "answered"; readonly agent: AgentId; readonly agentLeg: LegId }
  | { readonly type: "caller-left" }
  | { readonly type: "agent-left"; readonly leg: LegId }
  /** The platform can't carry the call on. `failure`: it never served it, as by legs that would not join. */
  | { readonly type: "failed"; readonly why: "failure" | "shutdown" }
);

/** A call as admission let it in. */
export interface Arrival {
  readonly at: number;
  readonly id: CallId;
  readonly number: string;
  readonly caller: string;
  readonly flow: { readonly id: FlowId; readonly version: number };
}
