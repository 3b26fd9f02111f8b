import { randomInt } from "node:crypto";
import { writeRtp } from "./rtp.ts";
import { pressOf } from "./telephone-event.ts";
import { packetSamples, type Sound, soundPacket } from "./tone.ts";

const gapPackets = 2;

interface Press {
  readonly packets: readonly Buffer[];
  readonly payloadType: number;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
  sent: number;
  startedAt: number;
}

/** What a phone sends: one packet per 20 ms, its sound or, while a key is pressed, the key instead. */
export class Sending {
  sound: Sound;
  readonly #source = randomInt(2 ** 32);
  readonly #presses: Press[] = [];
  #sequence = randomInt(2 ** 16);
  #timestamp = randomInt(2 ** 32);
  #packets = 0;
  #gap = 0;
  #talking = false;

  constructor(sound: Sound) {
    this.sound = sound;
  }

  /** Presses a key for 100 ms, after those pressed before; resolves when its last packet was handed out. */
  async press(digit: string, payloadType: number): Promise<void> {
    const { promise, resolve: done, reject: fail } = Promise.withResolvers<void>();
    this.#presses.push({ packets: pressOf(digit), payloadType, done, fail, sent: 0, startedAt: 0 });
    await promise;
  }

  /** The call is over: keys not yet sent never will be. */
  giveUp(): void {
    for (const press of this.#presses.splice(0))
      press.fail(new Error("the call ended before the key was sent"));
  }

  /** The packet of this 20 ms; undefined where there is nothing to send. */
  next(): Buffer | undefined {
    const packet = this.#gap > 0 ? this.#pause() : (this.#nextOfPress() ?? this.#nextOfSound());
    this.#timestamp += packetSamples;
    this.#packets += 1;
    return packet;
  }

  #pause(): Buffer | undefined {
    this.#gap -= 1;
    return this.#nextOfSound();
  }

  #nextOfPress(): Buffer | undefined {
    const press = this.#presses[0];
    const payload = press?.packets[press.sent];
    if (press === undefined || payload === undefined) return undefined;
    if (press.sent === 0) press.startedAt = this.#timestamp;
    press.sent += 1;
    this.#talking = false;
    if (press.sent === press.packets.length) {
      this.#presses.shift();
      this.#gap = gapPackets;
      press.done();
    }
    return this.#write(payload, press.payloadType, press.startedAt, press.sent === 1);
  }

  #nextOfSound(): Buffer | undefined {
    const payload = soundPacket(this.sound, this.#packets);
    if (payload === undefined) {
      this.#talking = false;
      return undefined;
    }
    const first = !this.#talking;
    this.#talking = true;
    return this.#write(payload, 0, this.#timestamp, first);
  }

  #write(payload: Buffer, payloadType: number, timestamp: number, marker: boolean): Buffer {
    this.#sequence += 1;
    return writeRtp({ marker, payloadType, sequence: this.#sequence, timestamp, payload }, this.#source);
  }
}
