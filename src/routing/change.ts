import type { AgentId, CallId, ReservationId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { Reservation } from "./reservation.ts";
import type { WaitingCall } from "./waiting-call.ts";

interface Touched<Of extends string, Id, Entry> {
  readonly of: Of;
  readonly id: Id;
  /** As it was before the step; undefined: there was none. */
  readonly before: Entry | undefined;
  /** As it is now; undefined: it is gone. */
  readonly now: Entry | undefined;
}

/** An entry that a step changed. */
export type RoutingChange =
  | Touched<"agent", AgentId, Agent>
  | Touched<"waiting", CallId, WaitingCall>
  | Touched<"reservation", ReservationId, Reservation>;
