import type { Incoming, Outgoing } from "../core/state.ts";

const OPEN = new Set(["calling", "trying", "proceeding"]);

/** Whether a request of ours still waits for its final answer, or for the ACK of a 2xx. */
export function isOpen(outgoing: Outgoing): boolean {
  return OPEN.has(outgoing.transaction.state) || outgoing.dialog?.unacknowledged === outgoing;
}

/** Whether a request of theirs began something new, rather than standing in a dialog. */
export function isNew({ dialog, request }: Incoming): boolean {
  return dialog === undefined || request.toTag === "";
}
