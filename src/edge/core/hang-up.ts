import { recordAnswer } from "./call-records.ts";
import { cancelSilently } from "./cancel-request.ts";
import type { Context } from "./context.ts";
import { GIVEN_UP } from "./dialog-progress.ts";
import { forkTagged } from "./forks.ts";
import { reply } from "./incoming.ts";
import { acknowledgeOurselves } from "./own-ack.ts";
import type { Dialog } from "./state.ts";

/**
 * What comes before an application's BYE (RFC 3261 15). True where no BYE is to be sent: a call that was not
 * yet answered is refused instead, for a callee may not end it by BYE. A re-INVITE of ours that is still
 * pending is cancelled, and a 2xx that was not acknowledged is. A caller's BYE before the answer gives the
 * whole call up, unless it names one of several branches.
 */
export function hangUp(context: Context, dialog: Dialog, toTag: string | undefined): boolean {
  const { peerInvite, unacknowledged, ownInvite } = dialog;
  if (dialog.role === "uas" && dialog.state === "early" && peerInvite) {
    const sent = reply(context, peerInvite, { status: 480, reason: "Temporarily Unavailable" });
    recordAnswer(context, peerInvite, 480, sent);
    context.tables.dialogs.remove(dialog);
    return true;
  }
  if (unacknowledged) acknowledgeOurselves(context, dialog, unacknowledged);
  if (dialog.state === "early" && dialog.forks.length > 1 && forkTagged(dialog, toTag)) return false;
  if (dialog.state === "early") dialog.abandoned = GIVEN_UP;
  if (ownInvite) cancelSilently(context, ownInvite);
  return false;
}
