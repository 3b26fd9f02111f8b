/** The fields of an RTP packet that a phone looks at (RFC 3550 §5.1). */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Reads a packet; undefined if it is not RTP version 2. */
export function parseRtp(packet: Buffer): RtpPacket | undefined {
  if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2) return undefined;
  const first = packet.readUInt8(0);
  const second = packet.readUInt8(1);
  const sources = 12 + 4 * (first & 0x0f);
  const extended = (first & 0x10) !== 0 && packet.length >= sources + 4;
  const start = extended ? sources + 4 + 4 * packet.readUInt16BE(sources + 2) : sources;
  const padding = (first & 0x20) === 0 ? 0 : packet.readUInt8(packet.length - 1);
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    payload: packet.subarray(start, packet.length - padding),
  };
}

/** Writes a packet. Sequence and timestamp are taken modulo their width. */
export function writeRtp(packet: RtpPacket, source: number): Buffer {
  const out = Buffer.allocUnsafe(12 + packet.payload.length);
  out.writeUInt8(0x80, 0);
  out.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  out.writeUInt16BE(packet.sequence & 0xffff, 2);
  out.writeUInt32BE(packet.timestamp >>> 0, 4);
  out.writeUInt32BE(source >>> 0, 8);
  packet.payload.copy(out, 12);
  return out;
}
