import { ByteQueue } from "../byte-queue.ts";

/** How much one message may hold, in bytes. */
export interface FrameLimits {
  readonly headBytes: number;
  readonly bodyBytes: number;
}

/** What came out of a byte stream. After `fault` the stream is lost: nothing further is read. */
export type Framed =
  | { readonly type: "message"; readonly bytes: Buffer }
  /** A double CRLF, to be answered by a single one (RFC 5626 4.4.1). */
  | { readonly type: "ping" }
  /** `head` is there where the message announced a body that is too large: it may be answered 413. */
  | { readonly type: "fault"; readonly reason: string; readonly head?: Buffer };

const CR = 13;
const LF = 10;
const BLANK_LINE = Buffer.from("\r\n\r\n");
const CONTENT_LENGTH = /\r\n(?:content-length|l)[ \t]*:\s*([^\r\n]*)/i;

/** Cuts SIP messages out of a byte stream by Content-Length (RFC 3261 18.3, 20.14). */
export class SipFramer {
  readonly #queue = new ByteQueue();
  readonly #limits: FrameLimits;
  /** How far the search for the end of the head has come. */
  #searched = 0;
  /** Size of the message whose body is being awaited. */
  #awaited = 0;
  #lineEndsSeen = 0;
  #lost = false;

  constructor(limits: FrameLimits) {
    this.#limits = limits;
  }

  /** Whether a message has begun and not ended. */
  get midway(): boolean {
    return this.#queue.length > 0;
  }

  /** Adds bytes and says what they completed. */
  push(piece: Buffer): Framed[] {
    if (this.#lost) return [];
    this.#queue.append(piece);
    const out: Framed[] = [];
    for (let next = this.#next(); next; next = this.#next()) {
      out.push(next);
      this.#lost = next.type === "fault";
      if (this.#lost) break;
    }
    return out;
  }

  #next(): Framed | undefined {
    if (this.#awaited > 0) return this.#body();
    const ping = this.#lineEnds();
    return ping ?? this.#head();
  }

  /** Swallows CRLFs between messages; each pair of them is a keep-alive. */
  #lineEnds(): Framed | undefined {
    for (let view = this.#queue.view(); view[0] === CR && view[1] === LF; view = this.#queue.view()) {
      this.#queue.take(2);
      this.#lineEndsSeen = (this.#lineEndsSeen + 1) % 2;
      if (this.#lineEndsSeen === 0) return { type: "ping" };
    }
    return undefined;
  }

  #head(): Framed | undefined {
    const view = this.#queue.view();
    const end = view.indexOf(BLANK_LINE, this.#searched);
    if (end > this.#limits.headBytes || (end < 0 && view.length > this.#limits.headBytes)) {
      return { type: "fault", reason: "the header is too long" };
    }
    this.#searched = Math.max(0, view.length - 3);
    return end < 0 ? undefined : this.#measure(view, end + BLANK_LINE.length);
  }

  #measure(view: Buffer, headLength: number): Framed | undefined {
    const length = CONTENT_LENGTH.exec(view.toString("latin1", 0, headLength))?.[1]?.trim() ?? "0";
    if (!/^\d{1,9}$/.test(length)) return { type: "fault", reason: "the Content-Length is no number" };
    if (Number(length) > this.#limits.bodyBytes) {
      return { type: "fault", reason: "the body is too large", head: view.subarray(0, headLength) };
    }
    this.#awaited = headLength + Number(length);
    return this.#body();
  }

  #body(): Framed | undefined {
    if (this.#queue.length < this.#awaited) return undefined;
    const bytes = this.#queue.take(this.#awaited);
    this.#awaited = 0;
    this.#searched = 0;
    this.#lineEndsSeen = 0;
    return { type: "message", bytes };
  }
}
