/** A UDP address. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Just enough of RFC 3261 to talk to a real Asterisk in tests: one message, its headers in order, its body. */
export interface SipMessage {
  /** Request line or status line. */
  readonly start: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The first header of that name, or "". */
export function header(message: SipMessage, name: string): string {
  return headers(message, name)[0] ?? "";
}

/** All headers of that name, top first. */
export function headers(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value);
}

/** The status of a response, or undefined for a request. */
export function statusOf(message: SipMessage): number | undefined {
  const [version = "", status = ""] = message.start.split(" ");
  return version === "SIP/2.0" ? Number(status) : undefined;
}

/** The method of a request, or the one its response answers. */
export function methodOf(message: SipMessage): string {
  return header(message, "CSeq").split(" ")[1] ?? "";
}

/** The tag parameter of a From or To header. */
export function tagOf(value: string): string {
  return /;tag=([^;>\s]+)/.exec(value)?.[1] ?? "";
}

export function parseSip(packet: Buffer): SipMessage {
  const [head = "", ...rest] = packet.toString("utf8").split("\r\n\r\n");
  const [start = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
  });
  return { start, headers: pairs, body: rest.join("\r\n\r\n") };
}

export function formatSip(message: SipMessage): Buffer {
  const body = Buffer.from(message.body, "utf8");
  const lines = message.headers.map(([name, value]) => `${name}: ${value}`);
  const type = message.body === "" ? [] : ["Content-Type: application/sdp"];
  const head = [message.start, ...lines, ...type, `Content-Length: ${body.length}`].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "utf8"), body]);
}

/** An audio offer or answer: PCMU and telephone events at the given RTP port. */
export function audioSdp(host: string, port: number): string {
  return [
    "v=0",
    `o=- 1 1 IN IP4 ${host}`,
    "s=-",
    `c=IN IP4 ${host}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP 0 101`,
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");
}

/** Where the other side wants its RTP. */
export function mediaAddress(sdp: string): Address {
  const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1] ?? "127.0.0.1";
  return { host, port: Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0) };
}
