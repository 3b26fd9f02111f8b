import type { SipRequest } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { noteSdp } from "./session-descriptions.ts";

/**
 * An ACK for a 2xx (RFC 3261 13.3.1.4). The first one stops the repeats and is passed on under the
 * transaction id of its INVITE; repeats, and ACKs of dialogs nobody knows, are dropped without an answer.
 */
export function receiveAck(context: Context, ack: SipRequest, source: Source): void {
  const dialog = context.tables.dialogs.ours(ack.callId, ack.toTag);
  const pending = dialog?.pendingAck;
  if (!dialog || pending?.cseq !== ack.cseq) return;
  pending.stop();
  dialog.pendingAck = undefined;
  noteSdp(dialog, { remote: ack.body });
  deliverRequest(dialog.owner, ack, source, { transactionId: pending.transactionId, dialogId: dialog.id });
}
