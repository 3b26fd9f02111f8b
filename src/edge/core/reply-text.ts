import { type Answerable, header, headerLines } from "../sip/message.ts";
import { type HeaderPair, serialize } from "../sip/serialize.ts";

const COPIED = [
  ["From", "from"],
  ["To", "to"],
  ["Call-ID", "call-id"],
  ["CSeq", "cseq"],
] as const;

/** What a response says beyond what it copies from its request. */
export interface ReplyContent {
  readonly status: number;
  readonly reason: string;
  /** Added to To; leave out where the request's To has one already. */
  readonly toTag?: string | undefined;
  /** Whether Record-Route is copied, as answers that create a dialog need (RFC 3261 12.1.1). */
  readonly recordRoute?: boolean;
  readonly headers?: readonly HeaderPair[];
  readonly body?: Buffer;
}

const EMPTY = Buffer.alloc(0);

/** Writes a response to a request (RFC 3261 8.2.6): Via, From, To, Call-ID, CSeq and what `content` adds. */
export function writeReply(request: Answerable, content: ReplyContent): Buffer {
  const headers = headerLines(request, "via").map((via): HeaderPair => ["Via", via]);
  if (content.recordRoute) {
    for (const route of headerLines(request, "record-route")) headers.push(["Record-Route", route]);
  }
  for (const [name, lookup] of COPIED) {
    const tag = lookup === "to" && content.toTag ? `;tag=${content.toTag}` : "";
    // Of what should be there once, the answer to a malformed request has no more than the first.
    const value = header(request, lookup);
    if (value !== undefined) headers.push([name, value + tag]);
  }
  headers.push(...(content.headers ?? []));
  return serialize(`SIP/2.0 ${content.status} ${content.reason}`, headers, content.body ?? EMPTY);
}
