import type { SipRequest } from "../sip/message.ts";
import { serverKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import { recordCancel } from "./call-records.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { openIncoming, refuse, reply } from "./incoming.ts";
import { reportEnd } from "./server-bye.ts";

/**
 * A CANCEL from the network (RFC 3261 9.2): 200 to itself and 487 to its INVITE, both by the server; the
 * application hears of it under the INVITE's id. One that comes too late, or matches nothing, gets 481.
 */
export function receiveCancel(context: Context, cancel: SipRequest, source: Source): void {
  const invite = context.tables.server.get(serverKey(cancel, "INVITE"));
  if (!invite && context.proxy.takes(cancel, source)) return;
  if (!invite || invite.done) {
    return refuse(context, cancel, source, { status: 481, reason: "Call/Transaction Does Not Exist" });
  }
  const own = openIncoming(context, cancel, source);
  own.localTag = invite.localTag;
  reply(context, own, { status: 200, reason: "OK" });
  const { dialog, owner, held } = invite;
  reply(context, invite, { status: 487, reason: "Request Terminated" });
  // Who was told that its 2xx went out has a call to forget.
  if (dialog && held) reportEnd(context, dialog, { cause: 487, text: "Request Terminated" });
  context.proxy.cancelled(invite, cancel);
  recordCancel(context, invite, cancel);
  if (dialog?.state === "early" && invite.request.toTag === "") context.tables.dialogs.remove(dialog);
  if (owner) deliverRequest(owner, cancel, source, { transactionId: invite.id, dialogId: dialog?.id ?? "" });
}
