import type { Answerable } from "../sip/message.ts";
import { parseMessage } from "../sip/parse.ts";
import { withTopVia } from "../sip/serialize.ts";
import { completeVia } from "../sip/via.ts";
import type { Connection, Receiver, Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { refuseStateless } from "./incoming.ts";
import { matchResponse } from "./outgoing.ts";
import { receiveRequest } from "./request-received.ts";
import { noteProof, turnedAway } from "./turn-away.ts";

/** What a lost stream is answered where the parser, which sees its head alone, would say 400. */
const CAUSES: ReadonlyMap<string, { readonly status: number; readonly reason: string }> = new Map([
  ["Content-Length Larger Than Message", { status: 413, reason: "Request Entity Too Large" }],
  ["Missing Blank Line", { status: 513, reason: "Message Too Large" }],
]);

/** Fewer bytes than the shortest thing worth parsing: keep-alives of many kinds. */
const KEEP_ALIVE_BYTES = 8;

/** Where all that comes from the network enters. Whatever arrives, nothing is thrown out of here. */
export class Door implements Receiver {
  #context: Context | undefined;

  /** Messages that come earlier are dropped. */
  open(context: Context): void {
    this.#context = context;
  }

  message(bytes: Buffer, source: Source): void {
    this.#guard(source, (context) => enter(context, bytes, source));
  }

  oversized(head: Buffer, source: Source): void {
    this.#guard(source, (context) => refuseOversized(context, head, source));
  }

  closed(connection: Connection): void {
    this.#context?.tables.bindings.dropConnection(connection);
    this.#context?.proxy.dropConnection(connection);
  }

  #guard(source: Source, run: (context: Context) => void): void {
    const context = this.#context;
    if (!context) return;
    try {
      run(context);
    } catch (error) {
      context.log.error(
        { err: error, address: source.address, port: source.port },
        "a message failed unexpectedly",
      );
    }
  }
}

function enter(context: Context, bytes: Buffer, source: Source): void {
  const { guard } = context;
  if (bytes.length < KEEP_ALIVE_BYTES || guard?.hears(bytes, source) === false) return;
  const parsed = parseMessage(bytes);
  if (parsed.kind === "request" || parsed.kind === "response") {
    context.log.debug({ start: parsed.startLine, callId: parsed.callId, port: source.port }, "received");
  }
  if (parsed.kind === "response") {
    if (guard) noteProof(context, guard, parsed, source);
    return matchResponse(context, parsed, source);
  }
  if (parsed.kind === "request") {
    const request = withTopVia(parsed, completeVia(parsed.via, source, context.natTraversal));
    return turnedAway(context, request, source) ? undefined : receiveRequest(context, request, source);
  }
  guard?.malformed(source);
  context.meter?.malformed(parsed.kind === "refused" ? "refused" : "dropped");
  context.log.debug(
    { reason: parsed.reason, address: source.address, port: source.port },
    "malformed message",
  );
  // An ACK is never answered, however malformed (RFC 3261 17).
  if (parsed.kind === "refused" && !/^\s*ACK\s/.test(bytes.toString("latin1", 0, 16))) {
    answerMalformed(context, { ...parsed.request, size: bytes.length }, source, parsed);
  }
}

function answerMalformed(
  context: Context,
  request: Answerable & { readonly size: number },
  source: Source,
  { status, reason }: { readonly status: number; readonly reason: string },
): void {
  const completed = withTopVia(request, completeVia(request.via, source, context.natTraversal));
  refuseStateless(context, completed, source, { status, reason });
}

/** A stream that is lost: what there is of its last message may be enough for an answer. */
function refuseOversized(context: Context, head: Buffer, source: Source): void {
  const parsed = parseMessage(head);
  context.guard?.malformed(source);
  if (parsed.kind !== "refused") return;
  const request = { ...parsed.request, size: head.length };
  answerMalformed(context, request, source, CAUSES.get(parsed.reason) ?? parsed);
}
