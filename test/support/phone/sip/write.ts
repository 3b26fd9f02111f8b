import { type Message, startLine } from "./message.ts";

/** Writes a message as one datagram; Content-Length is added here. */
export function writeMessage(message: Message): Buffer {
  const lines = message.headers.map(([name, value]) => `${name}: ${value}`);
  const length = `Content-Length: ${Buffer.byteLength(message.body)}`;
  return Buffer.from([startLine(message), ...lines, length, "", message.body].join("\r\n"));
}
