import { Media } from "./media/media.ts";
import type { Sound } from "./media/tone.ts";
import { answering, type Direction, parseSdp, writeSdp } from "./sip/sdp.ts";

/** A call's sound and its descriptions: offers, answers, and changes of either (RFC 3264). */
export class SoundSession {
  readonly media: Media;
  readonly #host: string;
  readonly #session = Math.trunc(performance.timeOrigin + performance.now());
  #version = 0;
  #direction: Direction = "sendrecv";
  #eventPayload: number | undefined = 101;

  /** Binds the port for the sound. */
  static async open(host: string, sound: Sound): Promise<SoundSession> {
    return new SoundSession(host, await Media.open(host, sound));
  }

  private constructor(host: string, media: Media) {
    this.#host = host;
    this.media = media;
  }

  /** Our description: an offer, or the answer to what was taken last. */
  describe(): string {
    this.#version += 1;
    const audio = {
      address: this.#host,
      port: this.media.port,
      pcmu: true,
      eventPayload: this.#eventPayload,
      direction: this.#direction,
    };
    return writeSdp(audio, { session: this.#session, version: this.#version });
  }

  /** Takes the peer's description and sends there from now on. False if it leaves us nothing in common. */
  take(description: string): boolean {
    const peer = parseSdp(description);
    if (peer === undefined || !peer.pcmu || peer.port === 0) return false;
    this.#direction = answering(peer.direction);
    this.#eventPayload = peer.eventPayload;
    const held =
      this.#direction === "recvonly" || this.#direction === "inactive" || peer.address === "0.0.0.0";
    this.media.aim({ host: peer.address, port: peer.port, paused: held, eventPayload: peer.eventPayload });
    return true;
  }
}
