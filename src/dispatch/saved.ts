import type { Call, CallRecord } from "../calls/index.ts";
import type { AgentId, CallId, ReservationId } from "../ids.ts";
import type { Agent, Explanation, Reservation, WaitingCall } from "../routing/index.ts";
import type { FeedEvent } from "./feed.ts";

/** A tenant's live state as it was last written. */
export interface SavedCell {
  readonly agents: readonly Agent[];
  readonly calls: readonly Call[];
  readonly waiting: readonly WaitingCall[];
  readonly reservations: readonly Reservation[];
  /** Records of ended calls that are not known to be in the history yet. */
  readonly records: readonly CallRecord[];
}

/** An entry put or, without a value, removed. */
export interface Change<Key, Value> {
  readonly key: Key;
  readonly value?: Value;
}

/** What one turn of the dispatcher changed. */
export interface Changes {
  readonly agents: readonly Change<AgentId, Agent>[];
  readonly calls: readonly Change<CallId, Call>[];
  readonly waiting: readonly Change<CallId, WaitingCall>[];
  readonly reservations: readonly Change<ReservationId, Reservation>[];
  readonly records: readonly CallRecord[];
  readonly explanations: readonly { readonly reservation: ReservationId; readonly because: Explanation }[];
  readonly events: readonly FeedEvent[];
}
