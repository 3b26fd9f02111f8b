import { describe, expect, it } from "vitest";
import { parseAppMessage } from "../core/app-message.ts";
import { seemsInDialog } from "../guard/first-bytes.ts";
import { SipFramer } from "./framing.ts";
import { parseParameters, splitValues } from "./header-text.ts";
import { parseNameAddr } from "./name-addr.ts";
import { parseMessage } from "./parse.ts";
import { parseUri } from "./uri.ts";
import { completeVia, parseVia, salvageVia } from "./via.ts";

const BYTES = 64 * 1024;
/** What is quadratic takes seconds for so much text; what is not takes a few milliseconds, on a busy machine too. */
const LIMIT_MS = 500;
const REPEATED = [
  ...[
    '"',
    "<",
    ">",
    ";",
    ",",
    " ",
    "\t",
    "\r\n ",
    "\n",
    '\\"',
    "\\",
    "@",
    ":",
    "?",
    "a",
    "0",
    "/",
    "[",
    "\r",
  ],
  ...[
    ';a="',
    ";a",
    "a=",
    ";a=b",
    "; rport",
    ";tag ",
    "<sip:a>,",
    "\nl:",
    "\nt:;",
    "@localhost",
    " SIP/2.0",
    "A ",
  ],
];
const BEGINNINGS = [
  "",
  "SIP/2.0/UDP a",
  "SIP/2.0/UDP a;",
  "<sip:a@b>",
  "sip:a@",
  '"a" <',
  "1 ",
  "INVITE a",
  "SIP/2.0 200 ",
];

const message = (head: string): unknown => parseMessage(Buffer.from(`${head}\r\n\r\n`, "latin1"));
const VIA = "Via: SIP/2.0/UDP a;branch=z9hG4bK1";
const READERS: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["a start line", message],
  ["a Request-URI", (text) => message(`INVITE ${text} SIP/2.0\r\n${VIA}`)],
  ["a Via", (text) => message(`INVITE sip:a@b SIP/2.0\r\nVia: ${text}`)],
  ["any header", (text) => message(`INVITE sip:a@b SIP/2.0\r\n${VIA}\r\nSubject: ${text}`)],
  ["a header name", (text) => message(`INVITE sip:a@b SIP/2.0\r\n${VIA}\r\n${text}: x`)],
  [
    "a stream",
    (text) =>
      new SipFramer({ headBytes: 2 * BYTES, bodyBytes: 1 }).push(Buffer.from(`A a\r\n${text}\r\n\r\n`)),
  ],
  [
    "an application's message",
    (text) => parseAppMessage(Buffer.from(`INVITE ${text}\r\nFrom: ${text}\r\n\r\n`)),
  ],
  ["an address", parseNameAddr],
  ["a URI", parseUri],
  ["parameters", parseParameters],
  ["a list", splitValues],
  [
    "a Via to be completed",
    (text) => {
      const via = parseVia(text) ?? salvageVia(text);
      return via && completeVia(via, { address: "192.0.2.1", port: 1 });
    },
  ],
  ["first bytes", (text) => seemsInDialog(Buffer.from(`A a\r\nTo: ${text}`, "latin1"))],
];

describe("hostile text of 64 KB", () => {
  it.each(READERS)("costs no more than its length as %s", (_what, read) => {
    for (const beginning of BEGINNINGS) {
      for (const part of REPEATED) {
        const text = beginning + part.repeat(BYTES / part.length);
        const began = performance.now();
        read(`${text}x`);
        expect(performance.now() - began, JSON.stringify([beginning, part])).toBeLessThan(LIMIT_MS);
      }
    }
  });
});
