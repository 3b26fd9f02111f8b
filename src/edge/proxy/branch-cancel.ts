import type { Context } from "../core/context.ts";
import { header, type SipRequest } from "../sip/message.ts";
import { ClientTransaction } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import { endLocally } from "./branch-end.ts";
import { armTimer } from "./branch-timer.ts";
import { hopByHop } from "./hop-by-hop.ts";
import type { Branch, SentCopy } from "./state.ts";

/**
 * Cancels a branch (RFC 3261 16.10), if it is an INVITE that may still ring: at once where its target has shown
 * a sign of life, else as soon as it does. `reasons` are Reason values (RFC 3326).
 */
export function cancelBranch(context: Context, branch: Branch, reasons: readonly string[]): void {
  const { request } = branch.context.incoming;
  if (request.method !== "INVITE" || branch.cancel || branch.over) return;
  branch.cancel = { reasons, sent: false };
  sendHeldCancel(context, branch);
}

/** Sends the CANCEL that had to wait, once it may go. One that brings no final answer counts as 408. */
export function sendHeldCancel(context: Context, branch: Branch): void {
  const { cancel, sent } = branch;
  if (!cancel || cancel.sent || sent?.transaction.state !== "proceeding") return;
  cancel.sent = true;
  cancelCopy(context, branch.context.incoming.request, sent, cancel.reasons);
  armTimer(context, branch, "cancel", 64 * context.timers.t1, () => {
    endLocally(context, branch, 408, "Request Timeout");
    sent.transaction.abandon();
  });
}

/** Sends a CANCEL for one copy of an INVITE, in a transaction of its own, whose answer concerns nobody. Once is enough. */
export function cancelCopy(
  context: Context,
  request: SipRequest,
  sent: SentCopy,
  reasons: readonly string[],
): void {
  const { transactions } = context.proxy.state;
  const { id, hop } = sent;
  const key = clientKey(id, "CANCEL");
  if (request.method !== "INVITE" || transactions.has(key)) return;
  const to = header(request, "to") ?? "";
  const bytes = hopByHop(request, sent, { method: "CANCEL", to, reasons });
  const kind = { invite: false, reliable: context.transports.reliable(hop.protocol) };
  const transaction = new ClientTransaction(context, kind, {
    send: () => context.transports.send(hop, bytes, () => transaction.transportFailed()),
    ack: () => undefined,
    deliver: () => undefined,
    failed: () => undefined,
    ended: () => void transactions.delete(key),
  });
  transactions.set(key, transaction);
  transaction.start();
}
