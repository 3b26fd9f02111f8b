import { readFileSync } from "node:fs";

/** What becomes of a message: the application gets it byte for byte, it is answered, or nobody hears of it. */
export type Fate = "passed" | "dropped" | 400 | 416 | 481 | 501 | 505;

/** One message of RFC 4475. */
export interface TortureMessage {
  readonly section: string;
  readonly name: string;
  readonly title: string;
  readonly fate: Fate;
  /** What differs where it comes over TCP; `undefined` where it makes no sense there. */
  readonly overTcp?: Fate | "closed" | undefined;
}

const ALL: readonly (readonly [section: string, name: string, fate: Fate, title: string])[] = [
  ["3.1.1.1", "wsinv", 481, "a short tortuous INVITE, whose To tag names no dialog"],
  ["3.1.1.2", "intmeth", 501, "a wide range of valid characters"],
  ["3.1.1.3", "esc01", "passed", "valid use of the % escaping mechanism"],
  ["3.1.1.4", "escnull", "passed", "escaped nulls in URIs"],
  ["3.1.1.5", "esc02", 501, "use of % when it is not an escape"],
  ["3.1.1.6", "lwsdisp", "passed", "no LWS between display name and <"],
  ["3.1.1.7", "longreq", "passed", "long values in header fields"],
  ["3.1.1.8", "dblreq", "passed", "extra trailing octets in a UDP datagram"],
  ["3.1.1.9", "semiuri", "passed", "semicolon-separated parameters in URI user part"],
  ["3.1.1.10", "transports", "passed", "varied and unknown transport types"],
  ["3.1.1.11", "mpart01", "passed", "a multipart MIME message"],
  ["3.1.1.12", "unreason", "dropped", "an unusual reason phrase, in a response to nothing"],
  ["3.1.1.13", "noreason", "dropped", "an empty reason phrase, in a response to nothing"],
  ["3.1.2.1", "badinv01", 400, "extraneous header field separators"],
  ["3.1.2.2", "clerr", 400, "Content-Length larger than message"],
  ["3.1.2.3", "ncl", 400, "negative Content-Length"],
  ["3.1.2.4", "scalar02", 400, "request scalar fields with overlarge values"],
  ["3.1.2.5", "scalarlg", "dropped", "response scalar fields with overlarge values"],
  ["3.1.2.6", "quotbal", 400, "unterminated quoted string in display name"],
  ["3.1.2.7", "ltgtruri", 400, "<> enclosing Request-URI"],
  ["3.1.2.8", "lwsruri", 400, "malformed SIP Request-URI (embedded LWS)"],
  ["3.1.2.9", "lwsstart", 400, "multiple SP separating Request-Line elements"],
  ["3.1.2.10", "trws", 400, "SP characters at end of Request-Line"],
  ["3.1.2.11", "escruri", 400, "escaped headers in SIP Request-URI"],
  ["3.1.2.12", "baddate", "passed", "invalid time zone in Date header field, which the server does not use"],
  ["3.1.2.13", "regbadct", 400, "failure to enclose name-addr URI in <>"],
  ["3.1.2.14", "badaspec", 400, "spaces within addr-spec"],
  ["3.1.2.15", "baddn", 400, "non-token characters in display name"],
  ["3.1.2.16", "badvers", 505, "unknown protocol version"],
  ["3.1.2.17", "mismatch01", 400, "start line and CSeq method mismatch"],
  ["3.1.2.18", "mismatch02", 400, "unknown method with CSeq method mismatch"],
  ["3.1.2.19", "bigcode", "dropped", "overlarge response code"],
  ["3.2.1", "badbranch", "passed", "missing transaction identifier"],
  ["3.3.1", "insuf", 400, "missing required header fields"],
  ["3.3.2", "unkscm", 416, "Request-URI with unknown scheme"],
  ["3.3.3", "novelsc", 416, "Request-URI with known but atypical scheme"],
  ["3.3.4", "unksm2", "passed", "unknown URI schemes in header fields"],
  ["3.3.5", "bext01", "passed", "Proxy-Require and Require"],
  ["3.3.6", "invut", "passed", "unknown Content-Type"],
  ["3.3.7", "regaut01", "passed", "unknown authorization scheme"],
  ["3.3.8", "multi01", 400, "multiple values in single value required fields"],
  ["3.3.9", "mcl01", 400, "multiple Content-Length values"],
  ["3.3.10", "bcast", "dropped", "200 OK response with broadcast Via header field value"],
  ["3.3.11", "zeromf", "passed", "Max-Forwards of zero, at an endpoint"],
  ["3.3.12", "cparam01", "passed", "REGISTER with a Contact header parameter"],
  ["3.3.13", "cparam02", "passed", "REGISTER with a url-parameter"],
  ["3.3.14", "regescrt", "passed", "REGISTER with a URL escaped header"],
  ["3.3.15", "sdp01", "passed", "unacceptable Accept offering"],
  ["3.4.1", "inv2543", "passed", "INVITE with RFC 2543 syntax"],
];

const OVER_TCP: Readonly<Record<string, Fate | "closed" | undefined>> = {
  ncl: "closed",
  mcl01: "closed",
  // It waits for the rest of the body.
  clerr: undefined,
  // Without Content-Length a stream cannot carry it.
  inv2543: undefined,
};

/** All 49 messages, in the order of the RFC. */
export const TORTURE: readonly TortureMessage[] = ALL.map(([section, name, fate, title]) => ({
  ...{ section, name, title, fate },
  overTcp: name in OVER_TCP ? OVER_TCP[name] : fate,
}));

/** The bytes of a message. */
export function tortureBytes(name: string): Buffer {
  return readFileSync(new URL(`${name}.dat`, import.meta.url));
}

/** Its head and as much of a body as its Content-Length says, as a byte string. */
export function wholeMessage(name: string): string {
  const text = tortureBytes(name).toString("latin1");
  const body = text.indexOf("\r\n\r\n") + 4;
  const length = /^(?:content-length|l)\s*:\s*(\d+)/im.exec(text.slice(0, body))?.[1];
  return length === undefined ? text : text.slice(0, body + Number(length));
}
