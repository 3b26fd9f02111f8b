import type { AgentId, CallId, ReservationId } from "../../src/ids.ts";
import type { OfferOutcome, RoutingEvent } from "../../src/routing/index.ts";

/** What callers and agents are going to do. */
export type Coming =
  | { readonly does: "call"; readonly calm: boolean }
  | { readonly does: "lose-patience"; readonly call: CallId }
  | { readonly does: "respond"; readonly reservation: ReservationId; readonly outcome: OfferOutcome }
  | { readonly does: "hang-up"; readonly call: CallId }
  | { readonly does: "plug-in" | "sign-in" | "take-break" | "come-back"; readonly agent: AgentId };

/** Which outcomes an agent's answer has, of a hundred; `no-answer` does nothing and lets the ringing time out. */
export const outcomes: readonly (readonly [weight: number, outcome: OfferOutcome])[] = [
  [93, "answered"],
  [4, "no-answer"],
  [2, "declined"],
  [1, "busy"],
];

/** As routing hears of what an agent does. */
export function agentEvent(
  at: number,
  does: "plug-in" | "sign-in" | "take-break" | "come-back",
  agent: AgentId,
): RoutingEvent {
  switch (does) {
    case "plug-in":
      return { at, type: "device-registered", agent };
    case "sign-in":
    case "come-back":
      return { at, type: "agent-asked", agent, to: "ready" };
    case "take-break":
      return { at, type: "agent-asked", agent, to: "not-ready", reason: "break" };
  }
}
