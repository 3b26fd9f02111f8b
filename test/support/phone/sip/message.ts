/** One header line as it stands in a message: name and value, in order. */
export type Header = readonly [name: string, value: string];

/** A SIP request (RFC 3261 §7.1). */
export interface Request {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** A SIP response (RFC 3261 §7.2). */
export interface Response {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

export type Message = Request | Response;

/** Every value of a header, top first. Names compare without case; compact names are already written out. */
export function headersOf(message: Message, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([found]) => found.toLowerCase() === wanted).map(([, value]) => value);
}

/** The top value of a header; empty if it is absent. */
export function headerOf(message: Message, name: string): string {
  return headersOf(message, name)[0] ?? "";
}

/** The sequence number and method of a message. */
export function cseqOf(message: Message): { readonly number: number; readonly method: string } {
  const [number = "", method = ""] = headerOf(message, "CSeq").split(/\s+/);
  return { number: Number(number), method };
}

/** The start line, as logs show it. */
export function startLine(message: Message): string {
  return message.kind === "request"
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`;
}
