/** Which way sound may flow, as the describing side sees it (RFC 3264 §5.1). */
export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** The one audio stream of a session description. */
export interface AudioDescription {
  readonly address: string;
  readonly port: number;
  /** PCMU (payload type 0) is among the formats. */
  readonly pcmu: boolean;
  /** Payload type of telephone-event; undefined if it is not described. */
  readonly eventPayload: number | undefined;
  readonly direction: Direction;
}

/** What a description says of itself. */
export interface Origin {
  readonly session: number;
  readonly version: number;
}

/** Reads the first audio stream of a description (RFC 8866); undefined if there is none. */
export function parseSdp(text: string): AudioDescription | undefined {
  const lines = text.split(/\r?\n/);
  const from = lines.findIndex((line) => line.startsWith("m=audio "));
  if (from < 0) return undefined;
  const next = lines.findIndex((line, index) => index > from && line.startsWith("m="));
  const stream = lines.slice(from, next < 0 ? undefined : next);
  const general = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("m=")),
  );
  const [, port = "", , ...formats] = (lines[from] ?? "").slice(2).split(" ");
  return {
    address: after(stream, "c=IN IP4 ") ?? after(general, "c=IN IP4 ") ?? "0.0.0.0",
    port: Number(port.split("/", 1)[0]),
    pcmu: formats.includes("0"),
    eventPayload: eventPayloadOf(stream),
    direction: directionOf(stream) ?? directionOf(general) ?? "sendrecv",
  };
}

/** Writes a description of one audio stream. */
export function writeSdp(audio: AudioDescription, origin: Origin): string {
  const event = audio.eventPayload;
  const lines = [
    "v=0",
    `o=- ${origin.session} ${origin.version} IN IP4 ${audio.address}`,
    "s=-",
    `c=IN IP4 ${audio.address}`,
    "t=0 0",
    `m=audio ${audio.port} RTP/AVP 0${event === undefined ? "" : ` ${event}`}`,
    "a=rtpmap:0 PCMU/8000",
    ...(event === undefined ? [] : [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-16`]),
    "a=ptime:20",
    `a=${audio.direction}`,
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** The direction that answers an offered one (RFC 3264 §6.1). */
export function answering(offered: Direction): Direction {
  if (offered === "sendonly") return "recvonly";
  return offered === "recvonly" ? "sendonly" : offered;
}

function after(lines: readonly string[], start: string): string | undefined {
  return lines
    .find((line) => line.startsWith(start))
    ?.slice(start.length)
    .split("/", 1)[0]
    ?.trim();
}

function eventPayloadOf(stream: readonly string[]): number | undefined {
  for (const line of stream) {
    const [, payload] = /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line) ?? [];
    if (payload !== undefined) return Number(payload);
  }
  return undefined;
}

function directionOf(lines: readonly string[]): Direction | undefined {
  for (const direction of ["sendrecv", "sendonly", "recvonly", "inactive"] as const) {
    if (lines.includes(`a=${direction}`)) return direction;
  }
  return undefined;
}
