import { randomUUID } from "node:crypto";

/** What a raw phone writes into a request; the rest is filled in soundly. */
export interface RequestText {
  readonly method: string;
  readonly uri?: string;
  readonly cseq?: number;
  readonly callId?: string;
  readonly fromTag?: string;
  readonly to?: string;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** The URI in Contact, where it is not to be the phone's own address. */
  readonly contact?: string;
}

/** Where a raw phone is, as it writes it into Via and Contact. */
export interface Place {
  readonly transport: "UDP" | "TCP" | "TLS" | "WS" | "WSS";
  readonly port: number;
  /** As it stands in a URI; 127.0.0.1 where it is left out. A name in `.invalid` goes without its port. */
  readonly host?: string;
}

/** A place as it stands in Via and Contact. */
export function hostPortOf({ host = "127.0.0.1", port }: Place): string {
  return host.endsWith(".invalid") ? host : `${host}:${port}`;
}

/** The Contact of somebody at a place, without angle brackets. */
export function contactOf(user: string, place: Place): string {
  const name = place.transport === "WSS" ? "ws" : place.transport.toLowerCase();
  return `sip:${user}@${hostPortOf(place)}${name === "udp" ? "" : `;transport=${name}`}`;
}

export const SDP =
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

/** A request as raw text. */
export function requestText(place: Place, request: RequestText): string {
  const { method, cseq = 1, body = "", uri = "sip:98668@127.0.0.1" } = request;
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${place.transport} ${hostPortOf(place)};branch=${request.branch ?? newBranch()};rport`,
    `From: <sip:caller@127.0.0.1>;tag=${request.fromTag ?? "caller1"}`,
    `To: ${request.to ?? "<sip:98668@127.0.0.1>"}`,
    `Call-ID: ${request.callId ?? randomUUID()}`,
    `CSeq: ${cseq} ${method}`,
    "Max-Forwards: 70",
    `Contact: <${request.contact ?? contactOf("caller", place)}>`,
    ...(request.headers ?? []),
    ...(body === "" ? [] : ["Content-Type: application/sdp"]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}

/** A response to a request that a raw phone received. */
export function responseText(
  request: string,
  response: {
    readonly status: number;
    readonly reason?: string;
    readonly tag?: string;
    readonly headers?: readonly string[];
    readonly body?: string;
  },
): string {
  const { status, reason = "Said so", tag, headers = [], body = "" } = response;
  const to = field(request, "To");
  return [
    `SIP/2.0 ${status} ${reason}`,
    ...fields(request, "Via").map((via) => `Via: ${via}`),
    ...fields(request, "Record-Route").map((route) => `Record-Route: ${route}`),
    `From: ${field(request, "From")}`,
    `To: ${to}${tag === undefined || to.includes("tag=") ? "" : `;tag=${tag}`}`,
    `Call-ID: ${field(request, "Call-ID")}`,
    `CSeq: ${field(request, "CSeq")}`,
    ...headers,
    ...(body === "" ? [] : ["Content-Type: application/sdp"]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}

/** A branch as RFC 3261 wants it. */
export function newBranch(): string {
  return `z9hG4bK${randomUUID()}`;
}

/** All values of a header, in the spelling the server writes. */
export function fields(message: string, name: string): string[] {
  const head = message.split("\r\n\r\n", 1)[0] ?? "";
  const prefix = `${name.toLowerCase()}:`;
  return head
    .split("\r\n")
    .filter((line) => line.toLowerCase().startsWith(prefix))
    .map((line) => line.slice(prefix.length).trim());
}

/** The first value of a header; the empty text where there is none. */
export function field(message: string, name: string): string {
  return fields(message, name)[0] ?? "";
}

/** The text after the blank line. */
export function bodyOf(message: string): string {
  return message.slice(message.indexOf("\r\n\r\n") + 4);
}

/** The tag in From or To. */
export function tagIn(message: string, name: "From" | "To"): string {
  return /;tag=([^;\s]+)/.exec(field(message, name))?.[1] ?? "";
}

/** The branch of the topmost Via. */
export function branchOf(message: string): string {
  return /branch=([^;\s,]+)/.exec(field(message, "Via"))?.[1] ?? "";
}
