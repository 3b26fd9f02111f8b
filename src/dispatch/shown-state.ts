import type { CallId, QueueId, RentalId, ReservationId } from "../ids.ts";
import type { AgentState, Medium, Work } from "../routing/index.ts";

/** What work is about: a call of the agent's own tenant, or of another one under this contract. */
export type WorkAbout =
  | { readonly call: CallId; readonly queue: QueueId; readonly reservation: ReservationId }
  | { readonly rental: RentalId };

/** Work as the agent's own tenant sees it: of another tenant's call it is told nothing. */
export type ShownWork = WorkAbout & { readonly since: number; readonly medium: Medium } & (
    | { readonly at: "reserved" }
    | { readonly at: "talking"; readonly wrapUpSeconds: number }
    | { readonly at: "wrap-up"; readonly until: number }
  );

/** An agent's state as its tenant sees it. Times are epoch milliseconds. */
export type ShownState = Exclude<AgentState, Work> | ShownWork;

/** Leaves out of an agent's state what belongs to another tenant: its call, its queue, and ids that tell of them. */
export function shownState(state: AgentState): ShownState {
  switch (state.at) {
    case "reserved":
      return { at: state.at, ...shared(state) };
    case "talking":
      return { at: state.at, ...shared(state), wrapUpSeconds: state.wrapUpSeconds };
    case "wrap-up":
      return { at: state.at, ...shared(state), until: state.until };
    default:
      return state;
  }
}

function shared({ since, medium, call, queue, reservation, rental }: Work) {
  const about: WorkAbout = rental === undefined ? { call, queue, reservation } : { rental };
  return { since, medium, ...about };
}
