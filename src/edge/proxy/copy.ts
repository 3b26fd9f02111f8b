import { firstValue, splitValues } from "../sip/header-text.ts";
import type { HeaderLine, SipRequest, SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { RouteInformation } from "./route-information.ts";

/** What a forwarded request says differently from the one received (RFC 3261 16.6). */
export interface RequestEdits {
  readonly route: RouteInformation;
  /** Our own Via value. */
  readonly via: string;
  /** Our own Record-Route or Path values, the topmost first. */
  readonly own: readonly HeaderPair[];
  /** Headers that take the place of all of their name. */
  readonly instead: readonly HeaderPair[];
}

const REWRITTEN = new Set(["route", "max-forwards", "content-length"]);
const DEFAULT_HOPS = 70;

/** The copy of a request that goes out; all that is not edited stays as it was received. */
export function requestCopy(request: SipRequest, { route, via, own, instead }: RequestEdits): Buffer {
  const replaced = new Set(instead.map(([name]) => name.toLowerCase()));
  const kept = request.headers.filter(({ name }) => !REWRITTEN.has(name) && !replaced.has(name));
  const hops = request.headers.find(({ name }) => name === "max-forwards")?.value;
  const lines = [
    `${request.method} ${route.requestUri} SIP/2.0`,
    `Via: ${via}`,
    ...own.map(([name, value]) => `${name}: ${value}`),
    ...route.routes.map((value) => `Route: ${value}`),
    `Max-Forwards: ${hops === undefined ? DEFAULT_HOPS : Math.max(0, Number(hops) - 1)}`,
    ...kept.map(({ text }) => text),
    ...instead.map(([name, value]) => `${name}: ${value}`),
  ];
  return whole(lines, request.body);
}

/** What a forwarded response says differently from the one received. */
export interface ResponseEdits {
  /** Our own Record-Route value as we wrote it, and what takes its place. */
  readonly recordRoute?: { readonly mine: string; readonly theirs: string } | undefined;
  readonly rseq?: number | undefined;
  /** Challenges of other branches (RFC 3261 16.7 item 7). */
  readonly more?: readonly string[];
}

/**
 * The copy of a response that goes upstream, without our Via (RFC 3261 16.7 item 3). Undefined where no
 * further Via says to whom.
 */
export function responseCopy(response: SipResponse, edits: ResponseEdits): Buffer | undefined {
  const at = response.headers.findIndex(({ name }) => name === "via");
  const lines = response.headers.flatMap((line, nth) => (nth === at ? belowTop(line) : edited(line, edits)));
  if (!lines.some((text) => /^(via|v)\s*:/i.test(text))) return undefined;
  return whole([response.startLine, ...lines, ...(edits.more ?? [])], response.body);
}

function belowTop({ value }: HeaderLine): string[] {
  const [, rest] = firstValue(value);
  return rest === "" ? [] : [`Via: ${rest.slice(1).trim()}`];
}

function edited(line: HeaderLine, { recordRoute, rseq }: ResponseEdits): string[] {
  if (line.name === "content-length") return [];
  if (line.name === "rseq" && rseq !== undefined) return [`RSeq: ${rseq}`];
  if (line.name !== "record-route" || !recordRoute) return [line.text];
  const values = splitValues(line.value);
  const at = values.indexOf(recordRoute.mine);
  return at < 0 ? [line.text] : [`Record-Route: ${values.with(at, recordRoute.theirs).join(", ")}`];
}

function whole(lines: readonly string[], body: Buffer): Buffer {
  const head = Buffer.from(`${lines.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n`, "latin1");
  return Buffer.concat([head, body]);
}
