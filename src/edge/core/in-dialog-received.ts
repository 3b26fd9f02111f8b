import { header, type SipRequest } from "../sip/message.ts";
import { parseRAck } from "../sip/reliability.ts";
import type { Source } from "../transport/transport.ts";
import { recordBye } from "./call-records.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { hopBack, learnFromNotify } from "./dialog.ts";
import { clashOf } from "./glare.ts";
import { entrust, openIncoming, refuse, reply } from "./incoming.ts";
import type { ReplyContent } from "./reply-text.ts";
import { asksTooLittle, TOO_SMALL } from "./session-terms.ts";
import { answerInstead } from "./stand-in.ts";
import type { Dialog, Incoming } from "./state.ts";
import { comesTooLate, endFirstUsage, noteNotify, notifyOf } from "./usages.ts";

/** How long an application may leave a request inside a dialog unanswered, in units of T1. */
const PATIENCE_T1 = 64;
const NO_SUCH: ReplyContent = { status: 481, reason: "Call/Transaction Does Not Exist" };

/**
 * A request inside a dialog goes to the dialog's own application, unless it gets in another one's way. A
 * CSeq lower than one seen before is tolerated, though RFC 3261 12.2.2 asks for 500: requests of phones
 * behind UDP overtake one another.
 */
export function receiveInDialog(context: Context, dialog: Dialog, request: SipRequest, source: Source): void {
  const refused = reasonToRefuse(context, dialog, request);
  if (refused) return refuse(context, request, source, refused);
  const incoming = openIncoming(context, request, source);
  incoming.dialog = dialog;
  if (comesAfterAnswer(dialog, request)) {
    reply(context, incoming, { status: 200, reason: "OK" });
    return;
  }
  if (request.method === "INVITE") dialog.peerInvite = incoming;
  if (request.method === "UPDATE") dialog.peerUpdate = incoming;
  if (dialog.flow?.connection && source.connection) dialog.flow = hopBack(source);
  if (request.method === "NOTIFY" && dialog.state === "calling") learnFromNotify(dialog, request, source);
  handOver(context, dialog, incoming);
  if (request.method === "BYE") {
    recordBye(context, dialog, "network", request);
    end(context, dialog, incoming);
  }
  if (request.method === "NOTIFY") noteNotify(context, dialog, notifyOf(request));
}

/** Where the application is lost, who stands in for it says what is answered. */
function handOver(context: Context, dialog: Dialog, incoming: Incoming): void {
  const { owner } = dialog;
  const { request, source } = incoming;
  if (owner.standIn) return answerInstead(context, dialog, incoming, owner.standIn(incoming));
  entrust(context, incoming, owner, PATIENCE_T1 * context.timers.t1);
  deliverRequest(owner, request, source, { transactionId: incoming.id, dialogId: dialog.id });
}

function reasonToRefuse(context: Context, dialog: Dialog, request: SipRequest): ReplyContent | undefined {
  if (comesTooLate(dialog, request.method)) return NO_SUCH;
  if (request.method === "PRACK" && !acknowledges(dialog, request)) return NO_SUCH;
  if (context.sessionTimers !== "off" && asksTooLittle(request)) return TOO_SMALL;
  const clash = clashOf(dialog, request);
  if (clash === "pending") return { status: 491, reason: "Request Pending" };
  if (clash !== "later") return undefined;
  const seconds = context.ids.firstCSeq() % 11;
  return { status: 500, reason: "Server Internal Error", headers: [["Retry-After", String(seconds)]] };
}

/** A PRACK must match a reliable answer of ours that is not yet acknowledged (RFC 3262 3). */
function acknowledges(dialog: Dialog, prack: SipRequest): boolean {
  const rack = parseRAck(header(prack, "rack"));
  return rack !== undefined && dialog.reliable?.acknowledge(rack) === true;
}

/**
 * A PRACK that arrives when the application has given its final answer. It counts the call as answered and
 * expects none any more; without an offer there is nothing to decide.
 */
function comesAfterAnswer({ peerInvite }: Dialog, { method, body }: SipRequest): boolean {
  return method === "PRACK" && body.length === 0 && (!peerInvite || peerInvite.held !== undefined);
}

/**
 * The call is over at once; an INVITE still open in it is answered 487 (RFC 3261 15.1.2). A callee that
 * says BYE before it answered still owes our INVITE its answer.
 */
function end(context: Context, dialog: Dialog, by: Incoming): void {
  const open = dialog.peerInvite;
  if (open && open !== by) reply(context, open, { status: 487, reason: "Request Terminated" });
  if (dialog.role === "uas" || dialog.state === "confirmed") endFirstUsage(context, dialog);
}
