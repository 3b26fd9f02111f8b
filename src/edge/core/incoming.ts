import { defaultPort } from "../resolve/services.ts";
import { type Answerable, header, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { serverKey } from "../transaction/key.ts";
import { ServerTransaction } from "../transaction/server.ts";
import type { Hop, Source } from "../transport/transport.ts";
import { receiveAck } from "./ack-received.ts";
import type { App } from "./app.ts";
import { recordSilence } from "./call-records.ts";
import type { Context } from "./context.ts";
import { type ReplyContent, writeReply } from "./reply-text.ts";
import type { Incoming } from "./state.ts";

/** Opens the server transaction of a request; an INVITE gets its 100 at once. */
export function openIncoming(context: Context, request: SipRequest, source: Source): Incoming {
  const { tables, transports } = context;
  const key = serverKey(request, request.method);
  const invite = request.method === "INVITE";
  const hop = replyHop(context, source, request);
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
  incoming.patience = context.clock.after(patienceMs, () => {
    recordSilence(context, incoming);
    incoming.transaction.abandon();
  });
}

/** Answers a request. Returns the bytes sent. */
export function reply(context: Context, incoming: Incoming, content: ReplyContent): Buffer {
  const bytes = compose(context, incoming, content);
  transmit(context, incoming, content.status, bytes);
  return bytes;
}

/** Writes an answer that is not sent yet. From its first answer on, a request's To tag is fixed. */
export function compose(context: Context, incoming: Incoming, content: ReplyContent): Buffer {
  const tagged = content.status > 100 && incoming.request.toTag === "";
  if (content.status > 100) incoming.answered = true;
  const headers = withServer(context, content.headers ?? []);
  return writeReply(incoming.request, {
    ...content,
    headers,
    toTag: tagged ? incoming.localTag : undefined,
  });
}

/** Sends an answer. */
export function transmit(context: Context, incoming: Incoming, status: number, bytes: Buffer): void {
  if (status > 100) context.guard?.answered(incoming, status, bytes);
  if (status >= 200) finish(context, incoming);
  incoming.transaction.respond(status, bytes);
  if (status >= 200) sendWhatWaited(incoming);
}

/** Passes on an answer as somebody else wrote it. */
export function relay(context: Context, incoming: Incoming, status: number, bytes: Buffer): void {
  if (status > 100) incoming.answered = true;
  transmit(context, incoming, status, bytes);
}

/** A 2xx to an INVITE may have waited for this PRACK; it follows the PRACK's own answer. */
function sendWhatWaited({ request, dialog }: Incoming): void {
  if (request.method !== "PRACK" || dialog?.reliable?.describesUnacknowledged !== false) return;
  dialog.peerInvite?.held?.();
}

/** An application that names itself may do so in either header. */
function withServer({ product }: Context, headers: readonly HeaderPair[]): readonly HeaderPair[] {
  if (product === undefined || headers.some(([name]) => name === "Server" || name === "User-Agent"))
    return headers;
  return [...headers, ["Server", product]];
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
  if (fitting) context.transports.send(replyHop(context, source, request), fitting, () => undefined);
}

/**
 * Where answers go (RFC 3261 18.2.2, RFC 3581 4): back to where the request came from, on UDP to its port
 * as well where that was asked for, or NAT must be reckoned with.
 */
function replyHop({ natTraversal }: Context, source: Source, { via }: Answerable): Hop {
  const { protocol, address, connection } = source;
  const toItsPort = protocol === "udp" && (natTraversal || via.parameters.has("rport"));
  return {
    protocol,
    address,
    port: toItsPort ? source.port : (via.port ?? defaultPort(protocol)),
    connection,
  };
}

function finish(context: Context, incoming: Incoming): void {
  const { dialog, request } = incoming;
  incoming.done = true;
  incoming.held = undefined;
  if (request.method === "INVITE" && dialog?.reliable?.cseq === request.cseq) dialog.reliable.finish();
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
  if (!done) sendWhatWaited(incoming);
  if (orphan) tables.dialogs.remove(orphan);
  if (tables.server.get(key) === incoming) tables.server.delete(key);
  tables.incoming.delete(incoming.id);
}
