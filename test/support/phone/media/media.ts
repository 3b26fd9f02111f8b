import type { Socket } from "node:dgram";
import type { Destination } from "../sip/address.ts";
import { bindUdp, closeUdp } from "../udp.ts";
import { type Patience, within } from "../within.ts";
import { Hearing } from "./hearing.ts";
import { everyPacketTime } from "./pacer.ts";
import { parseRtp } from "./rtp.ts";
import { Sending } from "./sending.ts";
import { KeysHeard } from "./telephone-event.ts";
import type { Sound } from "./tone.ts";
import { carriesTone, levelDb, toneAmong, type Window } from "./window.ts";

const defaultCandidates = [
  400, 425, 440, 480, 500, 600, 660, 700, 800, 880, 1000, 1200, 1400, 1600, 1800, 2000,
];

/** How long, and how steadily, something must be heard. */
export interface Steadiness extends Patience {
  /** Windows of 100 ms in a row; 3 unless given. */
  readonly windows?: number;
}

/** Where, and whether, this phone sends. */
export interface Aim extends Destination {
  /** The peer has put us on hold, or cannot receive. */
  readonly paused: boolean;
  /** Payload type of telephone-event; undefined if the peer knows none. */
  readonly eventPayload: number | undefined;
}

/**
 * A phone's sound in one call: PCMU and telephone-event (RFC 4733) over one UDP port. It sends its sound every 20 ms to
 * where it is aimed, and hears whatever arrives.
 */
export class Media {
  readonly port: number;
  /** RTP packets that arrived and left. */
  readonly packets = { received: 0, sent: 0 };
  /** Resolves when the port is given back. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #sending: Sending;
  readonly #hearing = new Hearing();
  readonly #keys = new KeysHeard();
  readonly #keyListeners = new Set<(digit: string) => void>();
  readonly #soundListeners = new Set<(payload: Buffer) => void>();
  #eventPayload = 101;
  #aim: Aim | undefined;
  #stopPacing: (() => void) | undefined;
  readonly #gone = Promise.withResolvers<void>();
  #over = false;

  /** Binds a free port and sends nothing until aimed. */
  static async open(host: string, sound: Sound): Promise<Media> {
    return new Media(await bindUdp(host, 0), sound);
  }

  private constructor(socket: Socket, sound: Sound) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.closed = this.#gone.promise;
    this.#sending = new Sending(sound);
    socket.on("message", (packet) => this.#receive(packet));
  }

  /** The keys heard so far. */
  get digits(): string {
    return this.#keys.digits;
  }

  /** The level of the last 100 ms heard, in dB relative to full scale; -100 when nothing was. */
  get level(): number {
    return this.#hearing.latest === undefined ? -100 : levelDb(this.#hearing.latest);
  }

  /** Which tone the last 100 ms carried, of the candidates (Hz). */
  tone(candidates: readonly number[] = defaultCandidates): number | undefined {
    return this.#hearing.latest === undefined ? undefined : toneAmong(this.#hearing.latest, candidates);
  }

  /** Says where to send from now on; sending begins with the first aim. */
  aim(aim: Aim): void {
    if (this.#over) return;
    this.#aim = aim;
    if (aim.eventPayload !== undefined) this.#eventPayload = aim.eventPayload;
    this.#stopPacing ??= everyPacketTime(() => this.#send());
  }

  /** Sends this from the next packet on. */
  send(sound: Sound): void {
    this.#sending.sound = sound;
  }

  /** Presses a key for 100 ms (RFC 4733); resolves when it was sent. */
  async sendDigit(digit: string): Promise<void> {
    await this.#sending.press(digit, this.#eventPayload);
  }

  /** Resolves once a tone was heard in several windows in a row, from now on. */
  async heard(frequencyHz: number, steadiness: Steadiness = {}): Promise<void> {
    await this.#inARow(
      `a tone of ${frequencyHz} Hz`,
      (window) => carriesTone(window, frequencyHz),
      steadiness,
    );
  }

  /** Resolves once sound of at least this level (dB relative to full scale) was heard in several windows in a row. */
  async heardSound(leastDb = -40, steadiness: Steadiness = {}): Promise<void> {
    await this.#inARow(`sound of ${leastDb} dB`, (window) => levelDb(window) >= leastDb, steadiness);
  }

  /** Tells of the payload of every PCMU packet from now on, until the returned function is called. */
  onSound(listener: (payload: Buffer) => void): () => void {
    this.#soundListeners.add(listener);
    return () => this.#soundListeners.delete(listener);
  }

  /** Resolves with the next key heard from now on. */
  async nextDigit({ withinMs = 5_000 }: Patience = {}): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#keyListeners.add(resolve);
    try {
      return await within(promise, withinMs, () => `no key was heard (so far: ${this.digits || "none"})`);
    } finally {
      this.#keyListeners.delete(resolve);
    }
  }

  /** Stops sending and frees the port. Safe to repeat. */
  async close(): Promise<void> {
    if (this.#over) return this.closed;
    this.#over = true;
    this.#stopPacing?.();
    this.#sending.giveUp();
    await closeUdp(this.#socket);
    this.#gone.resolve();
  }

  async #inARow(what: string, fits: (window: Window) => boolean, steadiness: Steadiness): Promise<void> {
    const { withinMs = 5_000, windows = 3 } = steadiness;
    const { promise, resolve } = Promise.withResolvers<void>();
    let inARow = 0;
    const stop = this.#hearing.listen((window) => {
      inARow = fits(window) ? inARow + 1 : 0;
      if (inARow === windows) resolve();
    });
    try {
      await within(promise, withinMs, () => `${what} was not heard (${this.#account()})`);
    } finally {
      stop();
    }
  }

  #account(): string {
    const tone = this.tone();
    const heard = tone === undefined ? "no known tone" : `${tone} Hz`;
    return `${this.packets.received} packets so far, last ${heard} at ${this.level.toFixed(0)} dB`;
  }

  #send(): void {
    const packet = this.#sending.next();
    if (packet === undefined || this.#aim === undefined || this.#aim.paused) return;
    this.packets.sent += 1;
    this.#socket.send(packet, this.#aim.port, this.#aim.host);
  }

  #receive(datagram: Buffer): void {
    const packet = parseRtp(datagram);
    if (packet === undefined) return;
    this.packets.received += 1;
    if (packet.payloadType === 0) this.#takeSound(packet.payload);
    else if (packet.payloadType === this.#eventPayload) this.#takeKey(packet.payload, packet.timestamp);
  }

  #takeSound(payload: Buffer): void {
    this.#hearing.take(payload);
    for (const listener of this.#soundListeners) listener(payload);
  }

  #takeKey(payload: Buffer, timestamp: number): void {
    const digit = this.#keys.take(payload, timestamp);
    if (digit !== undefined) for (const listener of this.#keyListeners) listener(digit);
  }
}
