import type { SipRequest } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { deliverRequest } from "./deliver.ts";
import { keepPeerSdp } from "./last-sdp.ts";
import { endByServer } from "./server-bye.ts";

/**
 * An ACK for a 2xx (RFC 3261 13.3.1.4). The first one stops the repeats and is passed on under the
 * transaction id of its INVITE; repeats, and ACKs of dialogs nobody knows, are dropped without an answer.
 * Who was called may not say BYE before it (RFC 3261 15): a call that is to be ended is ended now.
 */
export function receiveAck(context: Context, ack: SipRequest, source: Source): void {
  const dialog = context.tables.dialogs.ours(ack.callId, ack.toTag);
  const pending = dialog?.pendingAck;
  if (!dialog || pending?.cseq !== ack.cseq) return;
  pending.stop();
  dialog.pendingAck = undefined;
  keepPeerSdp(dialog, ack);
  deliverRequest(dialog.owner, ack, source, { transactionId: pending.transactionId, dialogId: dialog.id });
  if (dialog.endAfterAck && !dialog.unacknowledged) endByServer(context, dialog, dialog.endAfterAck);
}
