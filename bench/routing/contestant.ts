import type { AgentId, CallId, ReservationId } from "../../src/ids.ts";
import type { RoutingEvent } from "../../src/routing/index.ts";

/** What callers and agents hear of decisions; what else a router says concerns nobody here. */
export type Heard =
  | {
      readonly do: "offer";
      readonly reservation: ReservationId;
      readonly call: CallId;
      readonly agent: AgentId;
    }
  | { readonly do: "connect"; readonly call: CallId }
  | { readonly do: "give-up"; readonly call: CallId }
  | {
      readonly do: "note-agent";
      readonly agent: AgentId;
      readonly state: { readonly at: string; readonly reason?: string };
    }
  | { readonly do: "withdraw" | "drop-late-answer" | "note-overflow" | "note-step" | "note-offer-ended" };

/** Whoever decides: our router, or a stand-in for a peer. */
export interface Contestant {
  step(event: RoutingEvent): { readonly commands: readonly Heard[] };
  /** The earliest moment (epoch ms) at which `time-passed` would change something. */
  nextDeadline(): number | undefined;
}
