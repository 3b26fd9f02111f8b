import { parseHeaderLines, splitHead } from "../sip/header-lines.ts";
import { isKnownHeader, wireName } from "../sip/header-names.ts";
import type { HeaderLine } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { Protocol } from "../transport/transport.ts";
import { ownHostPort, type Self, transportParameter } from "./self.ts";

interface Parts {
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
}

/** A request as an application writes it: much of it is still to be filled in. */
export interface AppRequest extends Parts {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
}

/** A response as an application writes it. */
export interface AppResponse extends Parts {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
}

const STATUS_LINE = /^SIP\/2\.0\s+([1-6]\d\d)\s*(.*)$/i;
const REQUEST_LINE = /^([\w\-.!%*+`'~]+)[ \t](.+)[ \t]SIP\/2\.0$/i;
const LOCALHOST = /@localhost(?::\d+)?(?![\w.-])/i;
const LOCALISED = new Set(["from", "to", "contact", "p-asserted-identity"]);
const NEVER_TAKEN = new Set(["via", "route", "record-route", "rseq", "content-length"]);
const EMPTY = Buffer.alloc(0);

/** Reads what follows the first line of a `sip` command. Its Content-Length is not believed. */
export function parseAppMessage(text: Buffer): AppRequest | AppResponse | undefined {
  const blank = text.indexOf("\r\n\r\n", 0, "latin1");
  const [startLine, rest] = splitHead(text.toString("latin1", 0, blank < 0 ? text.length : blank));
  const headers = parseHeaderLines(rest);
  const body = blank < 0 ? EMPTY : text.subarray(blank + 4);
  const status = STATUS_LINE.exec(startLine);
  if (status) return { kind: "response", status: Number(status[1]), reason: status[2] ?? "", headers, body };
  const [, method, uri = ""] = REQUEST_LINE.exec(startLine.trimEnd()) ?? [];
  if (method === undefined || uri.trim() === "") return undefined;
  return { kind: "request", method: method.toUpperCase(), uri: uri.trim(), headers, body };
}

/**
 * The application's headers as they go out: names in wire case, known ones first, `@localhost` replaced.
 * Left out are those only the server may write, and those in `filledIn`, which the caller writes itself.
 */
export function appHeaders(
  message: Parts,
  setting: { readonly self: Self; readonly protocol: Protocol; readonly filledIn: ReadonlySet<string> },
): HeaderPair[] {
  const known: HeaderPair[] = [];
  const custom: HeaderPair[] = [];
  for (const line of message.headers) {
    if (NEVER_TAKEN.has(line.name) || setting.filledIn.has(line.name)) continue;
    const original = line.text.slice(0, line.text.indexOf(":")).trimEnd();
    const pair: HeaderPair = [wireName(original), localised(line.name, line.value, setting)];
    (isKnownHeader(line.name) ? known : custom).push(pair);
  }
  return [...known, ...custom];
}

/** Replaces `@localhost` by the server's own host and port, and puts the URI in angle brackets. */
export function localised(
  name: string,
  value: string,
  { self, protocol }: { readonly self: Self; readonly protocol: Protocol },
): string {
  if (!LOCALISED.has(name) || !LOCALHOST.test(value)) return value;
  const transport = name === "contact" && !/transport=/i.test(value) ? transportParameter(protocol) : "";
  const replaced = bracketed(value).replace(LOCALHOST, `@${ownHostPort(self, protocol)}`);
  return transport ? replaced.replace(">", `${transport}>`) : replaced;
}

/** An address with its URI in angle brackets; parameters behind a bare URI belong to the header. */
export function bracketed(value: string): string {
  if (value.includes("<") || value === "*") return value;
  const [, uri = value, parameters = ""] = /^([^;]*)(;.*)?$/s.exec(value) ?? [];
  return `<${uri.trim()}>${parameters}`;
}

/** Adds the Content-Type that a body needs: SDP is recognised, anything else must be named. */
export function withContentType(
  headers: readonly HeaderPair[],
  body: Buffer,
): readonly HeaderPair[] | undefined {
  if (body.length === 0 || headers.some(([name]) => name === "Content-Type")) return headers;
  return body.toString("latin1", 0, 3) === "v=0"
    ? [...headers, ["Content-Type", "application/sdp"]]
    : undefined;
}
