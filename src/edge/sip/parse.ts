import { parseHeaderLines, splitHead } from "./header-lines.ts";
import { firstValue, isCallId, isToken } from "./header-text.ts";
import type { Answerable, HeaderLine, SipRequest, SipResponse } from "./message.ts";
import { type NameAddr, parseNameAddr, tagOf } from "./name-addr.ts";
import { parseUri } from "./uri.ts";
import { parseVia, type Via } from "./via.ts";

/** What the door makes of a datagram or a framed message. */
export type Parsed =
  | SipRequest
  | SipResponse
  /** A request that is refused, but can be answered. */
  | {
      readonly kind: "refused";
      readonly request: Answerable;
      readonly status: 400 | 505;
      readonly reason: string;
    }
  /** Nothing that could be answered: dropped. */
  | { readonly kind: "garbage"; readonly reason: string };

const REQUEST_LINE = /^([^\s]+) ([^\s]+) SIP\/(\d+\.\d+)$/i;
const STATUS_LINE = /^SIP\/(\d+\.\d+) (\d{3})(?: (.*))?$/is;
const CSEQ = /^(\d{1,10})\s+(\S+)$/;
const BLANK_LINE = "\r\n\r\n";
const SINGLE = ["from", "to", "call-id", "cseq", "max-forwards", "content-length"];
const LARGEST_CSEQ = 2 ** 31 - 1;

type Fault = string;
type Essentials = Omit<
  SipRequest,
  "kind" | "method" | "uri" | "startLine" | "headers" | "body" | "size" | "via"
> & {
  readonly method: string;
};

/** Parses one whole message (RFC 3261 7). Leading CRLFs are skipped; never throws. */
export function parseMessage(bytes: Buffer): Parsed {
  const start = leadingLineEnds(bytes);
  const blank = bytes.indexOf(BLANK_LINE, start, "latin1");
  const head = bytes.toString("latin1", start, blank < 0 ? bytes.length : blank);
  const [startLine, rest] = splitHead(head);
  const headers = parseHeaderLines(rest);
  const unread = blank < 0 ? undefined : bytes.subarray(blank + BLANK_LINE.length);
  const size = bytes.length - start;
  return /^SIP\//i.test(startLine)
    ? response(startLine, headers, unread, size)
    : request(startLine, headers, unread, size);
}

function leadingLineEnds(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 13 || bytes[at] === 10) at++;
  return at;
}

function request(startLine: string, headers: HeaderLine[], unread: Buffer | undefined, size: number): Parsed {
  const via = topVia(headers);
  if (!via) return { kind: "garbage", reason: "no usable Via" };
  const refuse = (status: 400 | 505, reason: string): Parsed => ({
    kind: "refused",
    request: { headers, via },
    status,
    reason,
  });
  const [, method, uri, version] = REQUEST_LINE.exec(startLine) ?? [];
  if (method === undefined || uri === undefined || !isToken(method))
    return refuse(400, "Malformed Request-Line");
  if (version !== "2.0") return refuse(505, "Version Not Supported");
  if (!parseUri(uri)) return refuse(400, "Malformed Request-URI");
  const essentials = readEssentials(headers);
  if (typeof essentials === "string") return refuse(400, essentials);
  if (essentials.method !== method) return refuse(400, "CSeq Method Mismatch");
  const fault = faultInScalars(headers);
  if (fault) return refuse(400, fault);
  const body = readBody(headers, unread);
  if (typeof body === "string") return refuse(400, body);
  return { kind: "request", startLine, headers, body, size, via, uri, ...essentials };
}

function response(
  startLine: string,
  headers: HeaderLine[],
  unread: Buffer | undefined,
  size: number,
): Parsed {
  const garbage = (reason: string): Parsed => ({ kind: "garbage", reason });
  const [, version, digits, reason = ""] = STATUS_LINE.exec(startLine) ?? [];
  const status = Number(digits ?? 0);
  if (version !== "2.0" || status < 100 || status > 699) return garbage("malformed Status-Line");
  const via = topVia(headers);
  if (!via) return garbage("no usable Via");
  const essentials = readEssentials(headers);
  if (typeof essentials === "string") return garbage(essentials);
  const body = readBody(headers, unread);
  if (typeof body === "string") return garbage(body);
  return { kind: "response", startLine, headers, body, size, via, status, reason, ...essentials };
}

function topVia(headers: readonly HeaderLine[]): Via | undefined {
  const line = headers.find(({ name }) => name === "via");
  return line && parseVia(firstValue(line.value)[0]);
}

/** From, To, Call-ID and CSeq, or what is wrong with them. */
function readEssentials(headers: readonly HeaderLine[]): Essentials | Fault {
  const values = singleValues(headers);
  if (typeof values === "string") return values;
  const from = parseNameAddr(values.get("from") ?? "");
  const to = parseNameAddr(values.get("to") ?? "");
  const callId = values.get("call-id") ?? "";
  const [, number = "", method = ""] = CSEQ.exec(values.get("cseq") ?? "") ?? [];
  if (!from) return "Missing or Malformed From";
  if (!to) return "Missing or Malformed To";
  if (!isCallId(callId)) return "Missing or Malformed Call-ID";
  if (number === "" || Number(number) > LARGEST_CSEQ) return "Missing or Malformed CSeq";
  const tags = readTags(from, to);
  return tags ? { from, to, callId, cseq: Number(number), method, ...tags } : "Malformed Tag";
}

function readTags(from: NameAddr, to: NameAddr): { fromTag: string; toTag: string } | undefined {
  const fromTag = tagOf(from);
  const toTag = tagOf(to);
  return fromTag === false || toTag === false ? undefined : { fromTag: fromTag ?? "", toTag: toTag ?? "" };
}

function singleValues(headers: readonly HeaderLine[]): Map<string, string> | Fault {
  const values = new Map<string, string>();
  for (const { name, value } of headers) {
    if (!SINGLE.includes(name)) continue;
    if (values.has(name)) return `Multiple ${name} Headers`;
    values.set(name, value);
  }
  return values;
}

/** Numbers that overflow what the RFC allows them (RFC 4475 3.1.2.4). */
function faultInScalars(headers: readonly HeaderLine[]): Fault | undefined {
  for (const { name, value } of headers) {
    if (name === "max-forwards" && !(/^\d+$/.test(value) && Number(value) <= 255))
      return "Malformed Max-Forwards";
    if (name === "expires" && /^\d+$/.test(value) && Number(value) > 2 ** 32 - 1) return "Malformed Expires";
  }
  return undefined;
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
