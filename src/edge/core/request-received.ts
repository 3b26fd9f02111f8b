import { header, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri } from "../sip/uri.ts";
import { serverKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import { receiveAck } from "./ack-received.ts";
import { receiveCancel } from "./cancel-received.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { receiveInDialog } from "./in-dialog-received.ts";
import { entrust, mergeKey, openIncoming, refuse, reply } from "./incoming.ts";
import type { ReplyContent } from "./reply-text.ts";
import type { Dialog } from "./state.ts";

/** What may begin something new. */
const NEW = ["INVITE", "REGISTER", "MESSAGE", "OPTIONS", "INFO", "NOTIFY", "SUBSCRIBE", "PUBLISH"];
/** What only makes sense inside a dialog. */
const IN_DIALOG_ONLY = new Set(["BYE", "UPDATE", "PRACK"]);
const SCHEMES = new Set(["sip", "sips", "tel"]);
const NO_DIALOG: ReplyContent = { status: 481, reason: "Call/Transaction Does Not Exist" };
const ALLOW: readonly HeaderPair[] = [["Allow", [...NEW, "ACK", "CANCEL", "BYE", "UPDATE"].join(", ")]];

/** How long an application may leave a new request unanswered before it is forgotten, in units of T1. */
const PATIENCE_T1 = 128;

/** One sound request from the network, its Via already completed. */
export function receiveRequest(context: Context, request: SipRequest, source: Source): void {
  const { tables } = context;
  if (request.method === "ACK") return acknowledge(context, request, source);
  const known = tables.server.get(serverKey(request, request.method));
  if (known) {
    known.allowance?.repeated(request.size);
    return known.transaction.repeated();
  }
  if (request.method === "CANCEL") return receiveCancel(context, request, source);
  const dialog = dialogOf(context, request);
  if (dialog) return receiveInDialog(context, dialog, request, source);
  const refused = reasonToRefuse(context, request);
  if (refused) return refuse(context, request, source, refused);
  offerToApp(context, request, source);
}

/** An ACK belongs to the INVITE with its branch (a failure, or an old caller), else to a dialog. */
function acknowledge(context: Context, ack: SipRequest, source: Source): void {
  const invite = context.tables.server.get(serverKey(ack, "INVITE"));
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
  if (method === "REFER") return { status: 405, reason: "Method Not Allowed", headers: ALLOW };
  if (!NEW.includes(method)) return { status: 501, reason: "Not Implemented", headers: ALLOW };
  if (toTag === "" && context.tables.merged.has(mergeKey(request)))
    return { status: 482, reason: "Loop Detected" };
  if (!SCHEMES.has(parseUri(request.uri)?.scheme ?? ""))
    return { status: 416, reason: "Unsupported URI Scheme" };
  if (method === "REGISTER" && removesAllWrongly(request)) return { status: 400, reason: "Invalid Expires" };
  return undefined;
}

/** RFC 3261 10.2.2: `Contact: *` is only for removing, with Expires 0. */
function removesAllWrongly(request: SipRequest): boolean {
  return header(request, "contact") === "*" && !/^0+$/.test(header(request, "expires") ?? "");
}

function offerToApp(context: Context, request: SipRequest, source: Source): void {
  const incoming = openIncoming(context, request, source);
  const app = context.apps.pick(request.method);
  if (!app) {
    reply(context, incoming, { status: 503, reason: "Service Unavailable" });
    return;
  }
  entrust(context, incoming, app, PATIENCE_T1 * context.timers.t1);
  deliverRequest(app, request, source, { transactionId: incoming.id, dialogId: "" });
}
