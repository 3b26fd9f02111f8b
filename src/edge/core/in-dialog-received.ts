import { header, type SipRequest } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { entrust, openIncoming, refuse, reply } from "./incoming.ts";
import type { ReplyContent } from "./reply-text.ts";
import type { Dialog, Incoming } from "./state.ts";

/** How long an application may leave a request inside a dialog unanswered, in units of T1. */
const PATIENCE_T1 = 64;

/** A request inside a dialog goes to the dialog's own application, unless it gets in another one's way. */
export function receiveInDialog(context: Context, dialog: Dialog, request: SipRequest, source: Source): void {
  const clash = reasonToWait(context, dialog, request);
  if (clash) return refuse(context, request, source, clash);
  const incoming = openIncoming(context, request, source);
  incoming.dialog = dialog;
  if (request.method === "INVITE") dialog.peerInvite = incoming;
  if (request.method === "UPDATE") dialog.peerUpdate = incoming;
  if (dialog.flow?.connection && source.connection)
    dialog.flow = { ...dialog.flow, connection: source.connection };
  handOver(context, dialog, incoming);
  if (endsDialog(dialog, request)) end(context, dialog, incoming);
}

/** Where the application is lost, who stands in for it says what is answered. */
function handOver(context: Context, dialog: Dialog, incoming: Incoming): void {
  const { owner } = dialog;
  if (owner.standIn) {
    reply(context, incoming, owner.standIn(incoming));
    return;
  }
  entrust(context, incoming, owner, PATIENCE_T1 * context.timers.t1);
  deliverRequest(owner, incoming.request, incoming.source, {
    transactionId: incoming.id,
    dialogId: dialog.id,
  });
}

/** Offers must not cross (RFC 3261 14.2, RFC 3311 5.2). */
function reasonToWait(context: Context, dialog: Dialog, request: SipRequest): ReplyContent | undefined {
  const pendingTheirs = request.method === "INVITE" ? dialog.peerInvite : undefined;
  const pendingUpdate = request.method === "UPDATE" ? dialog.peerUpdate : undefined;
  if (pendingTheirs || pendingUpdate) {
    const seconds = 1 + (context.ids.firstCSeq() % 10);
    return { status: 500, reason: "Server Internal Error", headers: [["Retry-After", String(seconds)]] };
  }
  return request.method === "INVITE" && dialog.ownInvite
    ? { status: 491, reason: "Request Pending" }
    : undefined;
}

function endsDialog(dialog: Dialog, request: SipRequest): boolean {
  if (request.method === "BYE") return true;
  const subscription = header(request, "subscription-state") ?? "";
  return (
    dialog.usage === "SUBSCRIBE" && request.method === "NOTIFY" && /^\s*terminated\b/i.test(subscription)
  );
}

/** The dialog is over at once; an INVITE still open in it is answered 487 (RFC 3261 15.1.2). */
function end(context: Context, dialog: Dialog, by: Incoming): void {
  const open = dialog.peerInvite;
  if (open && open !== by) reply(context, open, { status: 487, reason: "Request Terminated" });
  context.tables.dialogs.remove(dialog);
}
