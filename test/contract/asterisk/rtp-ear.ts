import { type Datagrams, openDatagrams } from "./datagrams.ts";
import type { Address } from "./sip-message.ts";

/** What one silent 20 ms frame of G.711 µ-law looks like. */
const silence = Buffer.alloc(160, 0xff);
const telephoneEvent = 101;
/** Frames of audio after each digit: nobody presses keys closer than this, and Asterisk takes 45 ms for one key. */
const pause = ["gap", "gap", "gap", "gap"] as const;

interface TelephoneEvent {
  readonly digit: string;
  readonly duration: number;
  readonly step: number;
}

/** One side of an RTP stream: keeps the µ-law it hears, says silence, tones or digits (RFC 4733). */
export interface RtpEar {
  readonly port: number;
  /** Everything heard so far. */
  heard(): Buffer;
  /** Resolves once the predicate holds for what has been heard. */
  until(holds: (heard: Buffer) => boolean): Promise<void>;
  /** Where it talks to. */
  mouth(): Address;
  talkTo(address: Address, frame?: Buffer): void;
  press(digit: string): void;
  close(): Promise<void>;
}

export async function openRtpEar(): Promise<RtpEar> {
  const heard: Buffer[] = [];
  const waiting = new Set<() => void>();
  const socket: Datagrams = await openDatagrams((packet) => {
    if ((packet[1] ?? 0) % 128 === 0) heard.push(packet.subarray(12));
    for (const check of waiting) check();
  });
  let to: Address = { host: "127.0.0.1", port: 0 };
  let sequence = 1;
  let timestamp = 160;
  const events: (TelephoneEvent | "gap")[] = [];
  let eventBegan = 0;
  let speaking: NodeJS.Timeout | undefined;

  function send(type: number, marker: boolean, at: number, payload: Buffer): void {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = (marker ? 0x80 : 0) + type;
    head.writeUInt16BE(sequence++ % 65_536, 2);
    head.writeUInt32BE(at, 4);
    head.writeUInt32BE(0xf1_4e_00_01, 8);
    socket.send(Buffer.concat([head, payload]), to);
  }

  /** Telephone events take the place of audio while they last; all packets of one carry its beginning as their time. */
  function sendEvent({ digit, duration, step }: TelephoneEvent): void {
    const end = step >= 3 ? 0x80 : 0;
    const payload = Buffer.alloc(4);
    payload[0] = "0123456789*#".indexOf(digit);
    payload[1] = end + 10;
    payload.writeUInt16BE(duration, 2);
    if (step === 0) eventBegan = timestamp;
    send(telephoneEvent, step === 0, eventBegan, payload);
  }

  return {
    port: socket.port,
    heard: () => Buffer.concat(heard),
    until: (holds) =>
      new Promise((resolve) => {
        const check = () => {
          if (!holds(Buffer.concat(heard))) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    mouth: () => to,
    talkTo: (address, frame = silence) => {
      to = address;
      clearInterval(speaking);
      speaking = setInterval(() => {
        const event = events.shift();
        if (event === undefined || event === "gap") send(0, false, timestamp, frame);
        else sendEvent(event);
        timestamp += 160;
      }, 20);
    },
    press: (digit) => {
      const steps = [160, 320, 480, 640, 640, 640];
      events.push(...steps.map((duration, step) => ({ digit, duration, step })), ...pause);
    },
    close: async () => {
      clearInterval(speaking);
      await socket.close();
    },
  };
}
