import type { Context } from "./context.ts";
import { facing, writeRequest } from "./draft.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { targetInDialog } from "./next-hop.ts";
import type { Dialog, Outgoing } from "./state.ts";

const EMPTY = Buffer.alloc(0);
/** RFC 3261 13.2.2.4: the ACK carries the same credentials as its INVITE. */
export const CREDENTIALS: ReadonlySet<string> = new Set(["Authorization", "Proxy-Authorization"]);

/** Acknowledges a 2xx on the server's own account: nobody else will. Repeats of the 2xx get the same ACK again. */
export function acknowledgeOurselves(context: Context, dialog: Dialog, invite: Outgoing): void {
  dialog.unacknowledged = undefined;
  dialog.ackDeadline?.cancel();
  const target = targetInDialog(context, dialog, dialog.remoteTarget);
  if (typeof target === "string") return;
  const { cseq, rest } = invite.written.draft;
  const draft = inDialogDraft(dialog, {
    method: "ACK",
    uri: dialog.remoteTarget,
    cseq,
    rest: rest.filter(([name]) => CREDENTIALS.has(name)),
    body: EMPTY,
  });
  const { bytes } = writeRequest(draft, facing(context, target), target.protocol);
  context.resolve(target, ([hop]) => {
    if (!hop) return;
    invite.ack = { bytes, hop };
    context.transports.send(hop, bytes, () => undefined);
  });
}
