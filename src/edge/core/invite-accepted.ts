import type { SipResponse } from "../sip/message.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { contactUri } from "./dialog.ts";
import type { Reason } from "./dialog-progress.ts";
import { keepPeerSdp, keepSdp } from "./last-sdp.ts";
import { acknowledgeOurselves } from "./own-ack.ts";
import { endByServer } from "./server-bye.ts";
import { termsOfResponse } from "./session-terms.ts";
import { keepTime } from "./session-timer.ts";
import type { Dialog, Outgoing } from "./state.ts";

/** How long an application may leave a 2xx without ACK, in units of T1: as long as the callee waits for it. */
const ACK_PATIENCE_T1 = 64;

/** Whether a request of ours stands outside any dialog, and so may create one. */
export function createsDialog({ written }: Outgoing): boolean {
  return parseNameAddr(written.draft.to)?.parameters.has("tag") !== true;
}

/** Whether nobody wants the call any more that was just answered. */
export function overAlready(context: Context, dialog: Dialog): boolean {
  return dialog.abandoned !== undefined || !context.tables.dialogs.holds(dialog);
}

/**
 * Why a call is ended as soon as it is acknowledged: the answer crossed a CANCEL (RFC 3261 9.1), or it is
 * none that applications take for one: without Contact nothing can be sent in the dialog.
 */
export function reasonToEnd(outgoing: Outgoing, response: SipResponse): Reason | undefined {
  if (outgoing.cancel) return { cause: 200, text: "ACK-BYE due to cancel race condition" };
  if (response.status !== 200) return { cause: response.status, text: "INVITE answered other than by 200" };
  return contactUri(response) === undefined ? { cause: 400, text: "No Contact in the answer" } : undefined;
}

/** Acknowledges and ends a call that the application leaves without ACK; it is told by the BYE's copy. */
export function awaitAck(context: Context, dialog: Dialog, invite: Outgoing): void {
  dialog.ackDeadline?.cancel();
  dialog.ackDeadline = context.clock.after(ACK_PATIENCE_T1 * context.timers.t1, () => {
    if (dialog.unacknowledged !== invite) return;
    acknowledgeOurselves(context, dialog, invite);
    endByServer(context, dialog, { cause: 408, text: "No ACK from the application" });
  });
}

/** A 2xx to a re-INVITE of the server's own. */
export function concludeInvite(outgoing: Outgoing, response: SipResponse, source: Source): void {
  if (outgoing.dialog?.ownInvite === outgoing) outgoing.dialog.ownInvite = undefined;
  outgoing.concluded?.(response, source);
}

/** What a 2xx of theirs means for the session: the descriptions given hold, and its time begins anew. */
export function noteSession(
  context: Context,
  { written, dialog, concluded }: Outgoing,
  response: SipResponse,
): void {
  if (!dialog || concluded) return;
  const { method, rest, body } = written.draft;
  keepSdp(dialog, { method, headers: rest, body });
  keepPeerSdp(dialog, response);
  if (method === "PRACK") return;
  const policy = context.sessionTimers ?? "with-refresher";
  keepTime(context, dialog, termsOfResponse(response, { policy, running: dialog.session }), true);
}
