import { parseMessage } from "../../src/edge/sip/parse.ts";
import { serialize } from "../../src/edge/sip/serialize.ts";
import type { Figure } from "../figure.ts";

const invite = Buffer.from(
  [
    "INVITE sip:98668@sip.example.com SIP/2.0",
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK74bf9;rport",
    "Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bKa7c6a8dlze;received=192.0.2.77",
    "Max-Forwards: 69",
    'From: "Anna" <sip:13800138000@example.com>;tag=9fxced76sl',
    "To: <sip:98668@sip.example.com>",
    "Call-ID: 3848276298220188511@example.com",
    "CSeq: 1 INVITE",
    "Contact: <sip:13800138000@192.0.2.10;transport=udp>",
    "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, PRACK",
    "Supported: 100rel, timer",
    "User-Agent: a telephone 1.0",
    "Content-Type: application/sdp",
    "Content-Length: 129",
    "",
    "v=0",
    "o=anna 2890844526 2890844526 IN IP4 192.0.2.10",
    "s=-",
    "c=IN IP4 192.0.2.10",
    "t=0 0",
    "m=audio 49172 RTP/AVP 0",
    "a=rtpmap:0 PCMU/8000",
    "",
  ].join("\r\n"),
);
const runs = 200_000;

/** How many ordinary INVITEs a second are read, and written. */
export function measureTexts(): readonly Figure[] {
  const parsed = parseMessage(invite);
  if (parsed.kind !== "request") throw new Error("the measured message cannot be read");
  const headers = parsed.headers.map(({ name, value }): [string, string] => [name, value]);
  return [
    { name: "edge-parse-per-second", value: perSecond(() => parseMessage(invite).kind.length), unit: "1/s" },
    {
      name: "edge-serialize-per-second",
      value: perSecond(() => serialize(parsed.startLine, headers, parsed.body).length),
      unit: "1/s",
    },
  ];
}

/** Warm first, then timed. The sum keeps the work from being left out. */
function perSecond(work: () => number): number {
  let sum = 0;
  for (let run = 0; run < runs / 10; run += 1) sum += work();
  const from = performance.now();
  for (let run = 0; run < runs; run += 1) sum += work();
  const seconds = (performance.now() - from) / 1_000;
  return sum > 0 ? Math.round(runs / seconds) : 0;
}
