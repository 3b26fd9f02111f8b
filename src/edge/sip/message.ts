import type { NameAddr } from "./name-addr.ts";
import type { Via } from "./via.ts";

/**
 * All text in this server is a *byte string*: each character is one byte (latin1) of what came over the
 * wire. So nothing that passes through is altered, whatever its encoding, and lengths count bytes.
 */
export interface HeaderLine {
  /** Lower case, long form. */
  readonly name: string;
  /** Unfolded and trimmed. */
  readonly value: string;
  /** The line as it was received, with its folding, without the final CRLF. */
  readonly text: string;
}

/** What every sound message has, read once at the door. */
interface Common {
  readonly startLine: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
  /** Length on the wire, in bytes. */
  readonly size: number;
  /** The topmost Via. */
  readonly via: Via;
  readonly from: NameAddr;
  readonly fromTag: string;
  readonly to: NameAddr;
  /** The empty text where there is none. */
  readonly toTag: string;
  readonly callId: string;
  readonly cseq: number;
}

/** A request that was parsed and found sound. */
export interface SipRequest extends Common {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
}

/** A response that was parsed and found sound. */
export interface SipResponse extends Common {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  /** The method of its CSeq. */
  readonly method: string;
}

/** What an answer to a request is made from; a request too broken to be passed on may still have this. */
export type Answerable = Pick<SipRequest, "headers" | "via">;

/** The first value of a header, by lookup name. */
export function header(
  message: { readonly headers: readonly HeaderLine[] },
  name: string,
): string | undefined {
  return message.headers.find((line) => line.name === name)?.value;
}

/** All values of a header line by line, in order. */
export function headerLines(message: { readonly headers: readonly HeaderLine[] }, name: string): string[] {
  const values: string[] = [];
  for (const line of message.headers) if (line.name === name) values.push(line.value);
  return values;
}
