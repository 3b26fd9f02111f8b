import { header, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri } from "../sip/uri.ts";
import { serverKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import { receiveAck } from "./ack-received.ts";
import type { Choice } from "./app.ts";
import { recordAnswer } from "./call-records.ts";
import { receiveCancel } from "./cancel-received.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { receiveInDialog } from "./in-dialog-received.ts";
import { entrust, mergeKey, openIncoming, refuse, reply } from "./incoming.ts";
import type { ReplyContent } from "./reply-text.ts";
import { asksTooLittle, supportsTimers, TOO_SMALL } from "./session-terms.ts";
import type { Dialog, Incoming } from "./state.ts";

/** What may begin something new. */
const NEW = ["INVITE", "REGISTER", "MESSAGE", "OPTIONS", "INFO", "NOTIFY", "SUBSCRIBE", "PUBLISH"];
/** What only makes sense inside a dialog. */
const IN_DIALOG_ONLY = new Set(["BYE", "UPDATE", "PRACK"]);
const SCHEMES = new Set(["sip", "sips", "tel"]);
const NO_DIALOG: ReplyContent = { status: 481, reason: "Call/Transaction Does Not Exist" };
const ALLOW: readonly HeaderPair[] = [
  ["Allow", [...NEW, "ACK", "CANCEL", "BYE", "UPDATE", "PRACK"].join(", ")],
];

/** How long an application may leave a new request unanswered before it is forgotten, in units of T1. */
export const PATIENCE_T1 = 128;

/** One sound request from the network, its Via already completed. */
export function receiveRequest(context: Context, request: SipRequest, source: Source): void {
  const { tables } = context;
  if (request.method === "ACK") return acknowledge(context, request, source);
  const known = tables.server.get(serverKey(request, request.method));
  if (known) {
    known.allowance?.repeated(request.size);
    context.meter?.repeated("received");
    return known.transaction.repeated();
  }
  if (request.method === "CANCEL") return receiveCancel(context, request, source);
  const dialog = dialogOf(context, request);
  if (dialog) return receiveInDialog(context, dialog, request, source);
  if (context.proxy.takes(request, source)) return;
  const refused = reasonToRefuse(context, request);
  if (refused) return refuse(context, request, source, refused);
  offerToApp(context, request, source);
}

/** An ACK belongs to the INVITE with its branch (a failure, or an old caller), else to a dialog. */
function acknowledge(context: Context, ack: SipRequest, source: Source): void {
  const invite = context.tables.server.get(serverKey(ack, "INVITE"));
  // The ACK of a 2xx is for the callee, even where its caller gave it the branch of its INVITE.
  const forCallee = !invite || invite.transaction.state === "accepted";
  if (forCallee && !context.tables.dialogs.ours(ack.callId, ack.toTag) && context.proxy.takes(ack, source))
    return;
  if (invite) {
    context.guard?.acknowledged(invite, ack.toTag);
    invite.transaction.acked(ack);
  } else receiveAck(context, ack, source);
}

/** The dialog a request stands in: our tag in To, theirs in From (RFC 3261 12.2.2). */
function dialogOf(context: Context, request: SipRequest): Dialog | undefined {
  if (request.toTag === "") return undefined;
  const dialog = context.tables.dialogs.ours(request.callId, request.toTag);
  // Before a 2xx decides, any fork of our request may speak.
  const matches = dialog && (dialog.state !== "confirmed" || dialog.remoteTag === request.fromTag);
  return matches ? dialog : undefined;
}

/** Why a request outside any dialog cannot be taken; undefined where it can. */
function reasonToRefuse(context: Context, request: SipRequest): ReplyContent | undefined {
  const { method, toTag } = request;
  if (IN_DIALOG_ONLY.has(method) || (toTag !== "" && (method === "INVITE" || method === "REFER")))
    return NO_DIALOG;
  if (method === "NOTIFY" && context.tables.dialogs.ours(request.callId, toTag)) return NO_DIALOG;
  if (method === "REFER") return { status: 405, reason: "Method Not Allowed", headers: ALLOW };
  if (!NEW.includes(method)) return { status: 501, reason: "Not Implemented", headers: ALLOW };
  const visit = context.proxy.visit(request);
  if (visit === "loop" || (visit === "none" && toTag === "" && context.tables.merged.has(mergeKey(request))))
    return { status: 482, reason: "Loop Detected" };
  if (!SCHEMES.has(parseUri(request.uri)?.scheme ?? ""))
    return { status: 416, reason: "Unsupported URI Scheme" };
  if (isTooShortASession(context, request)) return TOO_SMALL;
  if (method === "REGISTER" && removesAllWrongly(request)) return { status: 400, reason: "Invalid Expires" };
  return undefined;
}

/** RFC 4028 9: only who knows session timers is asked for a longer one; for others it is made longer. */
function isTooShortASession(context: Context, request: SipRequest): boolean {
  return context.sessionTimers !== "off" && asksTooLittle(request) && supportsTimers(request);
}

/** RFC 3261 10.2.2: `Contact: *` is only for removing, with Expires 0. */
function removesAllWrongly(request: SipRequest): boolean {
  return header(request, "contact") === "*" && !/^0+$/.test(header(request, "expires") ?? "");
}

function offerToApp(context: Context, request: SipRequest, source: Source): void {
  const incoming = openIncoming(context, request, source);
  if (request.method === "INVITE" && request.toTag === "") context.records.attempt("network", request);
  context.apps.choose(request, source, (choice) => carryOut(context, incoming, choice));
}

/** While somebody was being chosen the caller may have given up. */
function carryOut(context: Context, incoming: Incoming, choice: Choice): void {
  if (incoming.done) return;
  const { request, source } = incoming;
  if ("answer" in choice) {
    const sent = reply(context, incoming, choice.answer);
    recordAnswer(context, incoming, choice.answer.status, sent);
    return;
  }
  entrust(context, incoming, choice.app, PATIENCE_T1 * context.timers.t1);
  deliverRequest(choice.app, request, source, { transactionId: incoming.id, dialogId: "" });
}
