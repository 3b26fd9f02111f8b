import { type Answerable, header, type SipRequest } from "../sip/message.ts";
import { serverKey } from "../transaction/key.ts";
import { ServerTransaction } from "../transaction/server.ts";
import type { Hop, Source } from "../transport/transport.ts";
import { receiveAck } from "./ack-received.ts";
import type { App } from "./app.ts";
import type { Context } from "./context.ts";
import { type ReplyContent, writeReply } from "./reply-text.ts";
import type { Incoming } from "./state.ts";

const RINGING_MS = 3_600_000;

/** Opens the server transaction of a request; an INVITE gets its 100 at once. */
export function openIncoming(context: Context, request: SipRequest, source: Source): Incoming {
  const { tables, transports } = context;
  const key = serverKey(request, request.method);
  const invite = request.method === "INVITE";
  const hop = replyHop(source, request);
  const allowance = context.guard?.allowance(source, request.size);
  const transaction = new ServerTransaction(
    context,
    { invite, reliable: transports.reliable(source.protocol) },
    {
      send: (response) => {
        const fitting = allowance ? allowance.fit(response) : response;
        if (fitting) transports.send(hop, fitting, () => transaction.transportFailed());
      },
      ackReceived: (ack) => receiveAck(context, ack, source),
      ended: () => closeIncoming(context, key, incoming),
    },
  );
  const incoming: Incoming = {
    id: context.ids.uuid(),
    request,
    source,
    transaction,
    localTag: request.toTag || context.ids.tag(),
    owner: undefined,
    dialog: undefined,
    answered: false,
    done: false,
    allowance,
    patience: undefined,
  };
  tables.server.set(key, incoming);
  if (request.toTag === "") tables.merged.set(mergeKey(request), incoming);
  if (invite) transaction.respond(100, writeReply(request, { status: 100, reason: "Trying" }));
  return incoming;
}

/** What two copies of one request have in common that came over different paths (RFC 3261 8.2.2.2). */
export function mergeKey(request: SipRequest): string {
  return `${request.callId}|${request.fromTag}|${request.cseq}|${request.method}`;
}

/** Hands a request to an application and waits `patienceMs` for its first answer. */
export function entrust(context: Context, incoming: Incoming, owner: App, patienceMs: number): void {
  incoming.owner = owner;
  context.tables.incoming.set(incoming.id, incoming);
  context.guard?.handedOver(incoming);
  incoming.patience = context.clock.after(patienceMs, () => incoming.transaction.abandon());
}

/** Answers a request. Returns the bytes sent. */
export function reply(context: Context, incoming: Incoming, content: ReplyContent): Buffer {
  const tagged = content.status > 100 && incoming.request.toTag === "";
  const bytes = writeReply(incoming.request, { ...content, toTag: tagged ? incoming.localTag : undefined });
  if (content.status > 100) {
    incoming.answered = true;
    context.guard?.answered(incoming, content);
  }
  if (content.status >= 200) finish(context, incoming);
  else if (content.status > 100) awaitFinal(context, incoming);
  incoming.transaction.respond(content.status, bytes);
  return bytes;
}

/**
 * An application that has answered provisionally may take its time, as long as a caller would wait at all;
 * each further provisional answer gives it as much again. Without an end what it forgets would stay for ever.
 */
function awaitFinal(context: Context, incoming: Incoming): void {
  incoming.patience?.cancel();
  const ms = incoming.request.method === "INVITE" ? RINGING_MS : 64 * context.timers.t1;
  incoming.patience = context.clock.after(ms, () => {
    reply(context, incoming, { status: 408, reason: "Request Timeout" });
    const { dialog, request } = incoming;
    if (dialog && request.toTag === "") context.tables.dialogs.remove(dialog);
  });
}

/** Refuses a request that no application will see, in a transaction of its own. */
export function refuse(context: Context, request: SipRequest, source: Source, content: ReplyContent): void {
  reply(context, openIncoming(context, request, source), content);
}

/** Answers without a transaction: for requests too broken to have one, or not let in. `size` is theirs, in bytes. */
export function refuseStateless(
  context: Context,
  request: Answerable & { readonly size: number },
  source: Source,
  content: ReplyContent,
): void {
  const to = header(request, "to");
  const tag = to === undefined || /;\s*tag\s*=/i.test(to) ? undefined : context.ids.tag();
  const bytes = writeReply(request, { ...content, toTag: tag });
  const allowance = context.guard?.allowance(source, request.size);
  const fitting = allowance ? allowance.fit(bytes) : bytes;
  if (fitting) context.transports.send(replyHop(source, request), fitting, () => undefined);
}

/** Where answers go (RFC 3261 18.2.2, RFC 3581 4): back to where the request came from. */
function replyHop(source: Source, { via }: Answerable): Hop {
  const { protocol, address, connection } = source;
  return { protocol, address, port: protocol === "udp" ? source.port : (via.port ?? 5060), connection };
}

function finish(context: Context, incoming: Incoming): void {
  const { dialog, request } = incoming;
  incoming.done = true;
  incoming.patience?.cancel();
  if (dialog?.peerInvite === incoming) dialog.peerInvite = undefined;
  if (dialog?.peerUpdate === incoming) dialog.peerUpdate = undefined;
  const merge = mergeKey(request);
  if (context.tables.merged.get(merge) === incoming) context.tables.merged.delete(merge);
}

function closeIncoming(context: Context, key: string, incoming: Incoming): void {
  const { tables } = context;
  // An early dialog cannot outlive the INVITE that would have confirmed it.
  const { dialog, done, request } = incoming;
  const orphan = !done && request.toTag === "" && dialog?.state === "early" ? dialog : undefined;
  finish(context, incoming);
  context.guard?.over(incoming);
  if (orphan) tables.dialogs.remove(orphan);
  if (tables.server.get(key) === incoming) tables.server.delete(key);
  tables.incoming.delete(incoming.id);
}
