import { readdirSync, readFileSync } from "node:fs";

const TORTURE = new URL("../../contract/edge/torture/", import.meta.url);

const SDP =
  "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

/** Ordinary traffic, as phones, carriers and browsers send it. */
const ORDINARY = [
  {
    start: "INVITE sip:98668@192.0.2.10 SIP/2.0",
    cseq: "1 INVITE",
    headers: [
      'From: "Zoë" <sip:1001@example.com>;tag=as58f4201b',
      "To: <sip:98668@192.0.2.10>",
      "Contact: <sip:1001@192.0.2.1:5060>",
      "Record-Route: <sip:192.0.2.5;lr>, <sip:192.0.2.6;lr;ftag=1>",
      "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE",
      "Supported: replaces, timer, 100rel",
      "Session-Expires: 1800;refresher=uac",
      "P-Asserted-Identity: <sip:+861098668@carrier.example>",
    ],
    body: SDP,
  },
  {
    start: "REGISTER sip:example.com;transport=tcp SIP/2.0",
    cseq: "2 REGISTER",
    headers: [
      "f: <sip:agent7@example.com>;tag=1c2",
      "t: <sip:agent7@example.com>",
      'm: <sip:agent7@10.0.0.7:40312;transport=tcp;ob>;+sip.instance="<urn:uuid:0>";reg-id=1;expires=600',
      'Authorization: Digest username="agent7", realm="fivenines", nonce="a.b.c", uri="sip:example.com", response="0", algorithm=MD5, qop=auth, nc=00000001, cnonce="x"',
      "Path: <sip:192.0.2.5;lr>",
      "k: path, outbound, gruu",
    ],
    body: "",
  },
  {
    start: "ACK sip:98668@192.0.2.10:5060 SIP/2.0",
    cseq: "1 ACK",
    headers: ["From: <sip:a@b>;tag=1", "To: <sip:98668@192.0.2.10>;tag=2", "Route: <sip:192.0.2.5;lr>"],
    body: "",
  },
  {
    start: "BYE sip:98668@192.0.2.10:5060 SIP/2.0",
    cseq: "2 BYE",
    headers: ["From: <sip:a@b>;tag=1", "To: <sip:98668@192.0.2.10>;tag=2", 'Reason: Q.850;cause=16;text="x"'],
    body: "",
  },
  {
    start: "CANCEL sip:98668@192.0.2.10 SIP/2.0",
    cseq: "1 CANCEL",
    headers: ["From: <sip:a@b>;tag=1", "To: <sip:98668@192.0.2.10>"],
    body: "",
  },
  {
    start: "NOTIFY sip:1001@192.0.2.1 SIP/2.0",
    cseq: "7 NOTIFY",
    headers: [
      "From: <sip:a@b>;tag=1",
      "To: <sip:c@d>;tag=2",
      "Event: refer",
      "Subscription-State: terminated;reason=noresource",
      "c: message/sipfrag",
    ],
    body: "SIP/2.0 200 OK\r\n",
  },
  {
    start: "SIP/2.0 200 OK",
    cseq: "1 INVITE",
    headers: ["From: <sip:a@b>;tag=1", "To: <sip:c@d>;tag=2", "Contact: <sip:c@192.0.2.9>", "Require: timer"],
    body: SDP,
  },
  {
    start: "SIP/2.0 407 Proxy Authentication Required",
    cseq: "1 INVITE",
    headers: [
      "From: <sip:a@b>;tag=1",
      "To: <sip:c@d>;tag=2",
      'Proxy-Authenticate: Digest realm="r", nonce="n", stale=true',
    ],
    body: "",
  },
];

function written({ start, cseq, headers, body }: (typeof ORDINARY)[number], nth: number): Buffer {
  const lines = [
    start,
    `Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK-${nth}`,
    ...headers,
    `Call-ID: ordinary-${nth}@192.0.2.1`,
    `CSeq: ${cseq}`,
    "Max-Forwards: 70",
    ...(body === "" ? [] : ["Content-Type: application/sdp"]),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** What mutations begin with: ordinary messages and those of RFC 4475. */
export const SEEDS: readonly Buffer[] = [
  ...ORDINARY.map(written),
  ...readdirSync(TORTURE)
    .filter((file) => file.endsWith(".dat"))
    .toSorted()
    .map((file) => readFileSync(new URL(file, TORTURE))),
];
