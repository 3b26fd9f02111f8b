import type { Context } from "../core/context.ts";
import { header } from "../sip/message.ts";
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
  const { request } = branch.context.incoming;
  const to = header(request, "to") ?? "";
  send(context, sent, hopByHop(request, sent, { method: "CANCEL", to, reasons: cancel.reasons }));
  armTimer(context, branch, "cancel", 64 * context.timers.t1, () => {
    endLocally(branch, 408, "Request Timeout");
    sent.transaction.abandon();
  });
}

/** In a transaction of its own, whose answer concerns nobody. */
function send(context: Context, { id, hop }: SentCopy, bytes: Buffer): void {
  const { transactions } = context.proxy.state;
  const key = clientKey(id, "CANCEL");
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
