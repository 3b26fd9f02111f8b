import { type Fault, readEssentials } from "./essentials.ts";
import { faultInHeaders } from "./faults.ts";
import { findHeadEnd } from "./head-end.ts";
import { parseHeaderLines, splitHead } from "./header-lines.ts";
import { firstValue, isToken, splitValues } from "./header-text.ts";
import { LIMITS } from "./limits.ts";
import type { Answerable, HeaderLine, SipRequest, SipResponse } from "./message.ts";
import { hasHeaders, parseUri } from "./uri.ts";
import { parseVia, salvageVia, type Via } from "./via.ts";

/** What the door makes of a datagram or a framed message. */
export type Parsed =
  | SipRequest
  | SipResponse
  /** A request that is refused, but can be answered. Its first Via may be all that could be saved of it. */
  | {
      readonly kind: "refused";
      readonly request: Answerable;
      readonly status: 400 | 414 | 505 | 513;
      readonly reason: string;
    }
  /** Nothing that could be answered: dropped. */
  | { readonly kind: "garbage"; readonly reason: string };

const REQUEST_LINE = /^([^ ]+) ([^ ]+) SIP\/(\d{1,9}\.\d{1,9})$/i;
const STATUS_LINE = /^SIP\/(\d{1,9}\.\d{1,9}) (\d{3})(?: ([^\r\n]*))?$/i;

const NOT_ASCII = /[^!-~]/;

/** A message in its parts. `unread` is all behind the blank line; undefined where there is none. */
interface Parts {
  readonly startLine: string;
  readonly headers: HeaderLine[];
  readonly unread: Buffer | undefined;
  readonly size: number;
}

/** A request that is not passed on: with which answer. */
interface Refusal {
  readonly status: 400 | 414 | 505 | 513;
  readonly reason: string;
}

/** Parses one whole message (RFC 3261 7). Leading line ends are skipped; never throws. */
export function parseMessage(bytes: Buffer): Parsed {
  const start = leadingLineEnds(bytes);
  const end = findHeadEnd(bytes, start);
  const headEnd = end?.head ?? bytes.length;
  const large = headEnd - start > LIMITS.headBytes;
  const head = bytes.toString("latin1", start, large ? start + LIMITS.headBytes : headEnd);
  const [startLine, rest] = splitHead(head);
  const headers = parseHeaderLines(rest);
  const parts = { startLine, headers, unread: end && bytes.subarray(end.body), size: bytes.length - start };
  if (/^SIP\//i.test(startLine)) return large ? garbage("the head is too large") : response(parts);
  return request(parts, large ? { status: 513, reason: "Message Too Large" } : undefined);
}

function leadingLineEnds(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 13 || bytes[at] === 10) at++;
  return at;
}

function garbage(reason: string): Parsed {
  return { kind: "garbage", reason };
}

function request(parts: Parts, known: Refusal | undefined): Parsed {
  const line = parts.headers.find(({ name }) => name === "via");
  const value = line ? firstValue(line.value)[0] : "";
  const via = parseVia(value);
  if (via) {
    const read = known ?? readRequest(parts, via);
    return "kind" in read ? read : { kind: "refused", request: { headers: parts.headers, via }, ...read };
  }
  const saved = salvageVia(value);
  if (!saved) return garbage("no usable Via");
  const headers = withFirstVia(parts.headers, saved);
  return { kind: "refused", request: { headers, via: saved }, status: 400, reason: "Malformed Via" };
}

/** What stood behind a malformed Via value cannot be told from it, and goes with it. */
function withFirstVia(headers: readonly HeaderLine[], { text }: Via): HeaderLine[] {
  const at = headers.findIndex(({ name }) => name === "via");
  return headers.with(at, { name: "via", value: text, text: `Via: ${text}` });
}

function readRequest({ startLine, headers, unread, size }: Parts, via: Via): SipRequest | Refusal {
  const [, method, uri, version] = REQUEST_LINE.exec(startLine) ?? [];
  if (method === undefined || uri === undefined || !isToken(method))
    return malformed("Malformed Request-Line");
  if (version !== "2.0") return { status: 505, reason: "Version Not Supported" };
  const refused = faultInUri(uri) ?? faultInSize(headers);
  if (refused) return refused;
  const essentials = readEssentials(headers);
  if (typeof essentials === "string") return malformed(essentials);
  if (essentials.method !== method) return malformed("CSeq Method Mismatch");
  const fault = faultInHeaders(headers);
  if (fault !== undefined) return malformed(fault);
  const body = readBody(headers, unread);
  if (typeof body === "string") return malformed(body);
  return {
    kind: "request",
    // The version is written as all expect it, in whatever case it came (RFC 3261 7.1).
    startLine: `${method} ${uri} SIP/2.0`,
    headers,
    body,
    size,
    via,
    uri,
    ...essentials,
  };
}

function malformed(reason: string): Refusal {
  return { status: 400, reason };
}

/**
 * A Request-URI cannot have headers (RFC 3261 19.1.1, RFC 4475 3.1.2.11), and only ASCII: among the rest is
 * what applications would take for the white space around it.
 */
function faultInUri(text: string): Refusal | undefined {
  if (text.length > LIMITS.uriLength) return { status: 414, reason: "Request-URI Too Long" };
  const uri = NOT_ASCII.test(text) ? undefined : parseUri(text);
  if (!uri) return malformed("Malformed Request-URI");
  return hasHeaders(uri) ? malformed("Headers in Request-URI") : undefined;
}

function faultInSize(headers: readonly HeaderLine[]): Refusal | undefined {
  if (headers.length > LIMITS.fields) return malformed("Too Many Header Fields");
  let vias = 0;
  for (const { name, text, value } of headers) {
    if (text.length > LIMITS.fieldBytes) return { status: 513, reason: "Message Too Large" };
    if (name === "via") vias += value.includes(",") ? splitValues(value).length : 1;
  }
  return vias > LIMITS.vias ? malformed("Too Many Via Values") : undefined;
}

function response({ startLine, headers, unread, size }: Parts): Parsed {
  const [, version, digits, reason = ""] = STATUS_LINE.exec(startLine) ?? [];
  const status = Number(digits ?? 0);
  if (version !== "2.0" || status < 100 || status > 699) return garbage("malformed Status-Line");
  const refused = faultInSize(headers);
  if (refused) return garbage(refused.reason);
  const line = headers.find(({ name }) => name === "via");
  const via = line && parseVia(firstValue(line.value)[0]);
  if (!via) return garbage("no usable Via");
  const essentials = readEssentials(headers);
  if (typeof essentials === "string") return garbage(essentials);
  const body = readBody(headers, unread);
  if (typeof body === "string") return garbage(body);
  const written = { startLine: `SIP/2.0 ${status} ${reason}`, headers, body, size };
  return { kind: "response", ...written, via, status, reason, ...essentials };
}

/** The body by Content-Length; without one it runs to the end (RFC 3261 18.3). */
function readBody(headers: readonly HeaderLine[], unread: Buffer | undefined): Buffer | Fault {
  if (!unread) return "Missing Blank Line";
  const value = headers.find(({ name }) => name === "content-length")?.value;
  if (value === undefined) return unread;
  if (!/^\d{1,9}$/.test(value)) return "Malformed Content-Length";
  return Number(value) > unread.length
    ? "Content-Length Larger Than Message"
    : unread.subarray(0, Number(value));
}
