import type { SipResponse } from "../sip/message.ts";
import { ClientTransaction } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { App, Outcome } from "./app.ts";
import type { Context } from "./context.ts";
import { facing, type WrittenRequest, writeRequest } from "./draft.ts";
import { acknowledgeFailure } from "./failure-ack.ts";
import { localEnd } from "./self.ts";
import type { Dialog, Outgoing } from "./state.ts";

/** A locally made failure must be an event of its own for the application (see the control protocol). */
const LOCAL_FAILURE_DELAY_MS = 20;

/** Starts the client transaction of a request; its answers go to `owner`. */
export function launch(
  context: Context,
  request: {
    readonly written: WrittenRequest;
    readonly target: Target;
    readonly owner?: App | undefined;
    readonly dialog?: Dialog | undefined;
    readonly concluded?: Outgoing["concluded"];
  },
): Outgoing {
  const { owner, dialog, concluded } = request;
  const tcp = context.largeRequests.overTcp(request.target, request.written.bytes.length);
  const { written, target } = tcp ? rewritten(context, request.written, tcp) : request;
  const { method } = written.draft;
  const outgoing: Outgoing = {
    id: context.ids.uuid(),
    owner,
    written,
    target,
    transaction: transactionBy(context, target, method, () => outgoing),
    insteadOf: tcp && { written: request.written, target: request.target },
    hop: undefined,
    dialog,
    concluded,
    cancel: undefined,
    cancelDeadline: undefined,
    acceptedBy: undefined,
    endedForks: new Set(),
    ack: undefined,
  };
  context.tables.client.set(clientKey(written.branch, method), outgoing);
  context.tables.outgoing.set(outgoing.id, outgoing);
  if (dialog && method === "INVITE") dialog.ownInvite = outgoing;
  context.resolve(target, (hop) => begin(context, outgoing, hop));
  return outgoing;
}

/** The client transaction of a request over one transport. */
function transactionBy(
  context: Context,
  target: Target,
  method: string,
  outgoing: () => Outgoing,
): ClientTransaction {
  const kind = { invite: method === "INVITE", reliable: context.transports.reliable(target.protocol) };
  const transaction: ClientTransaction = new ClientTransaction(context, kind, {
    send: () => transmit(context, outgoing()),
    ack: (response) => acknowledgeFailure(context, outgoing(), response),
    deliver: (response, source) => context.responses.received(outgoing(), response, source),
    failed: (why) => {
      if (why === "transport" && fallBack(context, outgoing())) return;
      context.responses.failedLocally(outgoing(), why === "timeout" ? TIMEOUT : UNREACHABLE);
    },
    ended: () => {
      if (outgoing().transaction === transaction) close(context, outgoing());
    },
  });
  return transaction;
}

/** A large request that could not go over TCP goes over UDP all the same (RFC 3261 18.1.1). */
function fallBack(context: Context, outgoing: Outgoing): boolean {
  const { insteadOf, hop, cancel } = outgoing;
  if (!insteadOf || !hop) return false;
  const { written, target } = insteadOf;
  context.largeRequests.refused(target);
  outgoing.insteadOf = undefined;
  outgoing.written = written;
  outgoing.target = target;
  outgoing.hop = { ...hop, protocol: target.protocol };
  if (cancel) outgoing.cancel = { ...cancel, request: rewritten(context, cancel.request, target).written };
  outgoing.transaction = transactionBy(context, target, written.draft.method, () => outgoing);
  outgoing.transaction.start();
  return true;
}

/** The same request for another transport; only its Via changes. */
function rewritten(
  context: Context,
  { draft, branch }: WrittenRequest,
  target: Target,
): { readonly written: WrittenRequest; readonly target: Target } {
  return { written: writeRequest(draft, facing(context, target), target.protocol, branch), target };
}

const TIMEOUT = { status: 408, reason: "Request Timeout" };
const UNREACHABLE = { status: 503, reason: "Service Unavailable" };
const UNKNOWN_HOST = { status: 503, reason: "DNS Error" };

/** What an application is told of a request that was sent. */
export function sent(context: Context, outgoing: Outgoing, dialogId: string): Outcome {
  return {
    ok: true,
    type: "request",
    protocol: outgoing.target.protocol,
    ...localEnd(context.self, outgoing.target),
    transactionId: outgoing.id,
    dialogId,
    sip: outgoing.written.bytes,
  };
}

function begin(context: Context, outgoing: Outgoing, hop: Hop | undefined): void {
  if (outgoing.transaction.state === "terminated") return;
  outgoing.hop = hop;
  if (hop) return outgoing.transaction.start();
  context.clock.after(LOCAL_FAILURE_DELAY_MS, () => {
    context.responses.failedLocally(outgoing, UNKNOWN_HOST);
    outgoing.transaction.abandon();
  });
}

function transmit(context: Context, outgoing: Outgoing): void {
  const { hop, transaction } = outgoing;
  if (!hop) return;
  context.transports.send(hop, outgoing.written.bytes, () => {
    context.clock.after(LOCAL_FAILURE_DELAY_MS, () => transaction.transportFailed());
  });
}

/** An answer from the network, matched to its transaction (RFC 3261 17.1.3). What it does not await may be the proxy's. */
export function matchResponse(context: Context, response: SipResponse, source: Source): void {
  const branch = response.via.parameters.get("branch") ?? "";
  const own = context.tables.client.get(clientKey(branch, response.method));
  if (own) own.transaction.receive(response, source);
  else context.proxy.response(response, source);
}

function close(context: Context, outgoing: Outgoing): void {
  const { written, dialog } = outgoing;
  outgoing.cancelDeadline?.cancel();
  if (dialog?.ownInvite === outgoing) dialog.ownInvite = undefined;
  context.tables.client.delete(clientKey(written.branch, written.draft.method));
  context.tables.outgoing.delete(outgoing.id);
}
