import { firstValue } from "./header-text.ts";
import type { Answerable, HeaderLine, SipRequest, SipResponse } from "./message.ts";

/** A header to be written: name in wire case, value as a byte string. */
export type HeaderPair = readonly [name: string, value: string];

/** A message of our own making. Content-Length is computed; any given one must have been left out. */
export function serialize(startLine: string, headers: readonly HeaderPair[], body: Buffer): Buffer {
  let head = `${startLine}\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  return join(`${head}Content-Length: ${body.length}\r\n\r\n`, body);
}

/** A message as it was received, header text and order kept. */
export function asReceived(message: SipRequest | SipResponse): Buffer {
  let head = `${message.startLine}\r\n`;
  for (const { text } of message.headers) head += `${text}\r\n`;
  return join(`${head}\r\n`, message.body);
}

/** The same request with another value in its topmost Via; further values on that line stay. */
export function withTopVia<Request extends Answerable>(request: Request, value: string): Request {
  const at = request.headers.findIndex(({ name }) => name === "via");
  const line = request.headers[at];
  if (!line) return request;
  const [, rest] = firstValue(line.value);
  const completed: HeaderLine = { name: "via", value: value + rest, text: `Via: ${value}${rest}` };
  return { ...request, headers: request.headers.with(at, completed) };
}

function join(head: string, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 0, "latin1");
  body.copy(bytes, head.length);
  return bytes;
}
