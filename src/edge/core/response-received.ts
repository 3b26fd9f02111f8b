import { header, type SipResponse } from "../sip/message.ts";
import { asReceived } from "../sip/serialize.ts";
import type { Source } from "../transport/transport.ts";
import { recordOutcome } from "./call-records.ts";
import { sendHeldCancel } from "./cancel-request.ts";
import type { Context } from "./context.ts";
import { answeringSide, contactUri, learnFromResponse, learnFromSide, refreshTarget } from "./dialog.ts";
import { GIVEN_UP } from "./dialog-progress.ts";
import { localResponse } from "./draft.ts";
import { forkTagged, heardFrom } from "./forks.ts";
import {
  awaitAck,
  concludeInvite,
  createsDialog,
  noteSession,
  overAlready,
  reasonToEnd,
} from "./invite-accepted.ts";
import { keepPeerSdp } from "./last-sdp.ts";
import { watchSubscription } from "./registration.ts";
import { endFork } from "./server-bye.ts";
import type { Dialog, Outgoing } from "./state.ts";
import {
  endFirstUsage,
  endSubscription,
  eventName,
  isTerminated,
  keepReferral,
  keepSubscription,
  noteNotify,
  notifyIn,
} from "./usages.ts";

/** Answers by which the other side says that it knows nothing of a subscription (RFC 6665 4.1.2.2, 4.2.2). */
const ENDS_SUBSCRIPTION = new Set([404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]);

/** A response that concerns the user agent core: each new one, and each 2xx to an INVITE. */
export function receiveResponse(
  context: Context,
  outgoing: Outgoing,
  response: SipResponse,
  source: Source,
): void {
  const invite = outgoing.written.draft.method === "INVITE";
  if (invite && response.status >= 200 && response.status < 300)
    return accepted(context, outgoing, response, source);
  if (response.status >= 200) final(context, outgoing, response, source);
  else if (!provisional(context, outgoing, response, source)) return;
  tell(outgoing, response, source);
}

/** A final response nobody sent. Address and port stay empty, so that applications can tell. */
export function receiveLocalFailure(
  context: Context,
  outgoing: Outgoing,
  { status, reason }: { readonly status: number; readonly reason: string },
): void {
  const sip = localResponse(outgoing.written, status, reason);
  recordOutcome(context, outgoing, status, sip);
  settleFailure(context, outgoing, status);
  outgoing.concluded?.("unanswered");
  outgoing.owner?.deliver({
    from: "network",
    size: sip.length,
    protocol: outgoing.target.protocol,
    address: "",
    port: 0,
    transactionId: outgoing.id,
    dialogId: outgoing.dialog?.id ?? "",
    sip,
  });
}

/** False where the answer is to be dropped. */
function provisional(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): boolean {
  const { dialog } = outgoing;
  const { method, to, uri } = outgoing.written.draft;
  if (method === "INVITE") sendHeldCancel(context, outgoing);
  if (!dialog || method !== dialog.usage || response.toTag === "" || response.status === 100) return true;
  const known = forkTagged(dialog, response.toTag);
  // Who has said before where it is need not say so again.
  const side =
    known && contactUri(response) === undefined
      ? known
      : answeringSide(known ?? { remoteAddress: to, remoteTarget: uri }, response, source);
  if (dialog.state === "confirmed") return heardFrom(dialog, response, dialog);
  if (!heardFrom(dialog, response, side)) return false;
  learnFromSide(dialog, side, response);
  keepPeerSdp(dialog, response);
  dialog.state = "early";
  return true;
}

/** Nobody wanted the call any more when the answer came: it is ended, and its INVITE has failed. */
function endUnasked(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  endFork(context, outgoing, response, source, outgoing.dialog?.abandoned ?? GIVEN_UP);
  receiveLocalFailure(context, outgoing, { status: 487, reason: "Request Terminated" });
}

/**
 * A 2xx to our INVITE (RFC 3261 13.2.2.4). The first one makes the dialog; its repeats are acknowledged
 * again without a word; one from another fork is acknowledged and ended at once.
 */
function accepted(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  const { dialog, ack } = outgoing;
  if (outgoing.endedForks.has(response.toTag)) return endFork(context, outgoing, response, source);
  if (outgoing.acceptedBy === response.toTag) {
    if (ack) context.transports.send(ack.hop, ack.bytes, () => undefined);
    return;
  }
  if (outgoing.acceptedBy !== undefined) return endFork(context, outgoing, response, source);
  outgoing.acceptedBy = response.toTag;
  outgoing.cancelDeadline?.cancel();
  if (outgoing.concluded) return concludeInvite(outgoing, response, source);
  if (dialog && overAlready(context, dialog)) return endUnasked(context, outgoing, response, source);
  recordOutcome(context, outgoing, response.status, response);
  outgoing.acceptance = { response, source };
  if (dialog) confirm(context, dialog, outgoing, response, source);
  tell(outgoing, response, source);
}

function confirm(
  context: Context,
  dialog: Dialog,
  outgoing: Outgoing,
  response: SipResponse,
  source: Source,
): void {
  const first = createsDialog(outgoing);
  learnFromResponse(dialog, response, source);
  dialog.state = "confirmed";
  dialog.ownInvite = undefined;
  dialog.unacknowledged = outgoing;
  noteSession(context, outgoing, response);
  if (first) dialog.endAfterAck = reasonToEnd(outgoing, response);
  awaitAck(context, dialog, outgoing);
}

function final(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  const { dialog, written } = outgoing;
  const { method } = written.draft;
  recordOutcome(context, outgoing, response.status, response);
  if (response.status >= 300) {
    settleFailure(context, outgoing, response.status);
    return outgoing.concluded?.(response, source);
  }
  if (!dialog) return;
  if (dialog.ownOffer === outgoing.id) dialog.ownOffer = undefined;
  if (method === "SUBSCRIBE") subscribed(context, dialog, outgoing, response, source);
  else if (method === "UPDATE" || method === "NOTIFY") refreshTarget(dialog, response, source);
  else if (method === "BYE") ended(context, dialog);
  else if (method === "REFER") {
    const referSub = header(response, "refer-sub");
    keepReferral(context, dialog, { cseq: written.draft.cseq, referSub });
  }
  if (method === "NOTIFY") noteNotify(context, dialog, notifyIn(written.draft.rest));
  if (method === "UPDATE" || method === "PRACK") noteSession(context, outgoing, response);
  outgoing.concluded?.(response, source);
}

/** A 2xx to a SUBSCRIBE, the one that makes a dialog or a later one in it (RFC 6665 4.1.2). */
function subscribed(
  context: Context,
  dialog: Dialog,
  outgoing: Outgoing,
  response: SipResponse,
  source: Source,
): void {
  const { rest } = outgoing.written.draft;
  const asked = rest.find(([name]) => name === "Expires")?.[1];
  const seconds = Number.parseInt(header(response, "expires") ?? asked ?? "3600", 10) || 0;
  if (!context.tables.dialogs.holds(dialog)) return;
  // A NOTIFY of another branch may have made the dialog before.
  if (dialog.state !== "confirmed" || response.toTag === dialog.remoteTag)
    learnFromResponse(dialog, response, source);
  if (dialog.usage === "SUBSCRIBE") {
    dialog.state = "confirmed";
    return watchSubscription(context, dialog, seconds);
  }
  keepSubscription(context, dialog, eventName(rest.find(([name]) => name === "Event")?.[1]), seconds);
}

/** A refusal ends the dialog that never came to be, and the one that was being ended anyway. */
function settleFailure(context: Context, outgoing: Outgoing, status: number): void {
  const { dialog, written } = outgoing;
  if (!dialog) return;
  const { method, rest } = written.draft;
  if (dialog.ownInvite === outgoing) dialog.ownInvite = undefined;
  if (dialog.ownOffer === outgoing.id) dialog.ownOffer = undefined;
  const creating = dialog.state !== "confirmed" || createsDialog(outgoing);
  if (creating && method === dialog.usage) return context.tables.dialogs.remove(dialog);
  if (status === 401 || status === 407) return;
  if (method === "BYE") return ended(context, dialog);
  const event = eventName(rest.find(([name]) => name === "Event")?.[1]);
  if (method === "NOTIFY" && (ENDS_SUBSCRIPTION.has(status) || isTerminated(notifyIn(rest).state)))
    endSubscription(context, dialog, event);
  if (method === "SUBSCRIBE" && ENDS_SUBSCRIPTION.has(status)) endSubscription(context, dialog, event);
}

/** A BYE ends a call whatever the answer; before the call is answered the INVITE's own answer ends it. */
function ended(context: Context, dialog: Dialog): void {
  if (dialog.state === "confirmed") endFirstUsage(context, dialog);
}

/** Passes an answer on to whom the request belongs. */
export function tell(outgoing: Outgoing, response: SipResponse, source: Source): void {
  outgoing.owner?.deliver({
    from: "network",
    size: response.size,
    protocol: source.protocol,
    address: source.address,
    port: source.port,
    transactionId: outgoing.id,
    dialogId: outgoing.dialog?.id ?? "",
    sip: asReceived(response),
  });
}
