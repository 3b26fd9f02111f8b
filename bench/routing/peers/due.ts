import type { ReservationId } from "../../../src/ids.ts";
import type { FloorAgent, FloorCall } from "./people.ts";

/** What falls due by itself, unless something else came in between: the agent's next turn, the call's next step. */
export type Due =
  /** A wrap-up or a pause ends. */
  | { readonly of: "agent"; readonly agent: FloorAgent; readonly turn: number }
  /** Ringing ends. */
  | { readonly of: "offer"; readonly reservation: ReservationId }
  | { readonly of: "step"; readonly call: FloorCall; readonly step: number };
