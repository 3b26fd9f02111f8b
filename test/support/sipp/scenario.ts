/** What a SIPp caller does once it is answered, step by step. */
export type CallerAct =
  /** Presses one key, told by SIP INFO (application/dtmf-relay): SIPp can send RFC 4733 events only with root's sockets.
   * A field of the caller's row, as "[field1]", is taken from there. */
  | { readonly press: string }
  | { readonly waitMs: number }
  /** Ends the call. */
  | { readonly hangUp: true }
  /** Waits for the other side to end the call. */
  | { readonly awaitHangUp: true };

/** A caller for SIPp: whom it dials comes from the command line (`-s`), who it is from the field `caller`. */
export interface CallerScenario {
  readonly title: string;
  /** Acts after the answer; or the one final status code the INVITE must get. */
  readonly does: readonly CallerAct[] | { readonly refusedWith: number };
  /** Plays this 8 kHz µ-law file over and over. Absolute path. */
  readonly speaks?: string;
}

/** The scenario as SIPp's XML. `[field0]` of the injection file is the caller's number. */
export function renderCaller(scenario: CallerScenario): string {
  return [
    `<?xml version="1.0" encoding="UTF-8" ?>`,
    `<scenario name="${scenario.title.replaceAll(/[<>&"]/g, "")}">`,
    send(invite),
    `<recv response="100" optional="true"/>`,
    ...ending(scenario),
    `</scenario>`,
    "",
  ].join("\n");
}

function ending({ does, speaks }: CallerScenario): readonly string[] {
  if ("refusedWith" in does) return [provisional, `<recv response="${does.refusedWith}"/>`, send(refusalAck)];
  const acts = does.flatMap((act, index) => renderAct(act, index + 2));
  const speech =
    speaks === undefined ? [] : [`<nop><action><exec rtp_stream="${speaks},-1,0"/></action></nop>`];
  return [provisional, `<recv response="200" rrs="true"/>`, send(inDialog("ACK", 1)), ...speech, ...acts];
}

function renderAct(act: CallerAct, cseq: number): readonly string[] {
  if ("press" in act) return [send(digit(act.press, cseq)), `<recv response="200"/>`];
  if ("waitMs" in act) return [pause(act.waitMs)];
  if ("hangUp" in act) return [send(inDialog("BYE", cseq)), `<recv response="200"/>`];
  return [`<recv request="BYE"/>`, send(okToBye)];
}

const provisional = [180, 183].map((code) => `<recv response="${code}" optional="true"/>`).join("\n");

function pause(milliseconds: number): string {
  return `<pause milliseconds="${milliseconds}"/>`;
}

function send(message: string): string {
  const once = message.startsWith("ACK ") || message.startsWith("SIP/2.0 ");
  const retransmitted = once ? "" : ` retrans="500"`;
  return `<send${retransmitted}><![CDATA[\n${message}\n]]></send>`;
}

const via = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport";
const from = "From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]c[call_number]";
const to = "To: <sip:[service]@[remote_ip]:[remote_port]>";
const contact = "Contact: <sip:[field0]@[local_ip]:[local_port];transport=[transport]>";

const invite = [
  "INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0",
  via,
  from,
  to,
  "Call-ID: [call_id]",
  "CSeq: 1 INVITE",
  contact,
  "Max-Forwards: 70",
  "Content-Type: application/sdp",
  "Content-Length: [len]",
  "",
  "v=0",
  "o=caller 1 1 IN IP[local_ip_type] [local_ip]",
  "s=-",
  "c=IN IP[media_ip_type] [media_ip]",
  "t=0 0",
  "m=audio [media_port] RTP/AVP 0 8 101",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:101 telephone-event/8000",
  "a=fmtp:101 0-16",
].join("\n");

/** RFC 3261 §17.1.1.3: the ACK of a refusal belongs to the INVITE's own transaction. */
const refusalAck = [
  "ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0",
  "[last_Via:]",
  from,
  `${to}[peer_tag_param]`,
  "Call-ID: [call_id]",
  "CSeq: 1 ACK",
  "Max-Forwards: 70",
  "Content-Length: 0",
  "",
].join("\n");

const okToBye = [
  "SIP/2.0 200 OK",
  "[last_Via:]",
  "[last_From:]",
  "[last_To:]",
  "[last_Call-ID:]",
  "[last_CSeq:]",
  "Content-Length: 0",
  "",
].join("\n");

function inDialog(method: "ACK" | "BYE" | "INFO", cseq: number): string {
  return [
    `${method} [next_url] SIP/2.0`,
    via,
    "[routes]",
    from,
    `${to}[peer_tag_param]`,
    "Call-ID: [call_id]",
    `CSeq: ${cseq} ${method}`,
    contact,
    "Max-Forwards: 70",
    ...(method === "INFO" ? [] : ["Content-Length: 0", ""]),
  ].join("\n");
}

function digit(key: string, cseq: number): string {
  return [
    inDialog("INFO", cseq),
    "Content-Type: application/dtmf-relay",
    "Content-Length: [len]",
    "",
    `Signal=${key}`,
    "Duration=160",
  ].join("\n");
}
