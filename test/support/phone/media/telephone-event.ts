import { packetSamples } from "./tone.ts";

const keys = "0123456789*#ABCD";

/** One packet of a key press (RFC 4733 §2.3). */
export interface EventPacket {
  readonly digit: string;
  readonly end: boolean;
  /** So far, in samples. */
  readonly duration: number;
}

/** Reads a telephone-event payload; undefined if it is not a key. */
export function parseEvent(payload: Buffer): EventPacket | undefined {
  if (payload.length < 4) return undefined;
  const digit = keys[payload.readUInt8(0)];
  if (digit === undefined) return undefined;
  return { digit, end: (payload.readUInt8(1) & 0x80) !== 0, duration: payload.readUInt16BE(2) };
}

/** Writes a telephone-event payload at -10 dBm0. Throws on what is not a key. */
export function writeEvent({ digit, end, duration }: EventPacket): Buffer {
  const code = keys.indexOf(digit.toUpperCase());
  if (code < 0 || digit.length !== 1) throw new Error(`${digit} is not a telephone key`);
  const payload = Buffer.alloc(4);
  payload.writeUInt8(code, 0);
  payload.writeUInt8((end ? 0x80 : 0) | 10, 1);
  payload.writeUInt16BE(duration, 2);
  return payload;
}

const pressPackets = 5;
const endPackets = 3;

/** A key press of 100 ms, one packet per 20 ms; the end is sent three times (RFC 4733 §2.5.1.4). */
export function pressOf(digit: string): Buffer[] {
  const held = Array.from({ length: pressPackets }, (_none, n) =>
    writeEvent({ digit, end: false, duration: (n + 1) * packetSamples }),
  );
  const ended = writeEvent({ digit, end: true, duration: pressPackets * packetSamples });
  return [...held, ...Array.from({ length: endPackets }, () => ended)];
}

/** Collects keys from event packets: packets of one press share a timestamp and count once. */
export class KeysHeard {
  digits = "";
  #timestamp: number | undefined;

  /** Returns the key if this packet is the first of a press. */
  take(payload: Buffer, timestamp: number): string | undefined {
    const event = parseEvent(payload);
    if (event === undefined || timestamp === this.#timestamp) return undefined;
    this.#timestamp = timestamp;
    this.digits += event.digit;
    return event.digit;
  }
}
