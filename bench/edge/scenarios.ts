/** One SIPp message: lines joined as SIP wants them, in the CDATA that SIPp reads. */
function send(lines: readonly string[], attributes = ""): string {
  return `<send${attributes}><![CDATA[\n\n${lines.map((line) => `      ${line}`).join("\n")}\n\n    ]]></send>`;
}

const sdp = [
  "v=0",
  "o=load 1 1 IN IP4 [local_ip]",
  "s=-",
  "c=IN IP4 [local_ip]",
  "t=0 0",
  "m=audio 6000 RTP/AVP 0",
];

function scenario(name: string, steps: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.join("\n")}\n</scenario>\n`;
}

function head(method: string, cseq: number, to: string): string[] {
  return [
    "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
    "From: <sip:load@[local_ip]:[local_port]>;tag=[pid]L[call_number]",
    `To: <sip:[service]@[remote_ip]:[remote_port]>${to}`,
    "Call-ID: [call_id]",
    `CSeq: ${cseq} ${method}`,
    "Max-Forwards: 70",
  ];
}

const nothing = ["Content-Length: 0"];

/** A caller: INVITE, 200, ACK, so long a talk, BYE, 200. What is timed is the set-up, from INVITE to 200. */
export function callerScenario(talkMs: number): string {
  const repeats = ' retrans="500"';
  return scenario("a whole call", [
    send(
      [
        "INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0",
        ...head("INVITE", 1, ""),
        "Contact: <sip:load@[local_ip]:[local_port]>",
        "Content-Type: application/sdp",
        "Content-Length: [len]",
        "",
        ...sdp,
      ],
      `${repeats} start_rtd="1"`,
    ),
    '<recv response="100" optional="true"/>',
    '<recv response="180" optional="true"/>',
    '<recv response="200" rtd="1" rrs="true"/>',
    send(["ACK [next_url] SIP/2.0", "[routes]", ...head("ACK", 1, "[peer_tag_param]"), ...nothing]),
    ...pauseFor(talkMs),
    send(["BYE [next_url] SIP/2.0", "[routes]", ...head("BYE", 2, "[peer_tag_param]"), ...nothing], repeats),
    '<recv response="200"/>',
  ]);
}

/** A called party: answers at once and waits for the BYE. */
export function answererScenario(): string {
  const copied = [
    "[last_Via:]",
    "[last_From:]",
    "[last_To:];tag=[pid]A[call_number]",
    "[last_Call-ID:]",
    "[last_CSeq:]",
  ];
  return scenario("a called party", [
    '<recv request="INVITE" rrs="true"/>',
    send(
      [
        "SIP/2.0 200 OK",
        ...copied,
        "[last_Record-Route:]",
        "Contact: <sip:[local_ip]:[local_port]>",
        "Content-Type: application/sdp",
        "Content-Length: [len]",
        "",
        ...sdp,
      ],
      ' retrans="500"',
    ),
    '<recv request="ACK" optional="false"/>',
    '<recv request="BYE"/>',
    send([
      "SIP/2.0 200 OK",
      "[last_Via:]",
      "[last_From:]",
      "[last_To:]",
      "[last_Call-ID:]",
      "[last_CSeq:]",
      ...nothing,
    ]),
  ]);
}

/** A device that registers: refused with a challenge, then with credentials, and keeps its connection for so long.
 * Timed from the first request to the 200. */
export function registerScenario(holdMs: number): string {
  const own = ["Contact: <sip:load[call_number]@[local_ip]:[local_port]>", "Expires: 3600"];
  return scenario("a registration", [
    send(
      ["REGISTER sip:[remote_ip] SIP/2.0", ...head("REGISTER", 1, ""), ...own, ...nothing],
      ' retrans="500" start_rtd="1"',
    ),
    '<recv response="401" auth="true"/>',
    send(
      [
        "REGISTER sip:[remote_ip] SIP/2.0",
        ...head("REGISTER", 2, ""),
        ...own,
        "[authentication username=load password=secret]",
        ...nothing,
      ],
      ' retrans="500"',
    ),
    '<recv response="200" rtd="1"/>',
    ...pauseFor(holdMs),
  ]);
}

function pauseFor(ms: number): readonly string[] {
  return ms > 0 ? [`<pause milliseconds="${ms}"/>`] : [];
}
