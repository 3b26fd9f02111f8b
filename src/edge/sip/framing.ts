import { ByteQueue } from "../byte-queue.ts";
import { findHeadEnd } from "./head-end.ts";

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
  /** `head`, or what there is of it, may yet be answered before the stream is closed. */
  | { readonly type: "fault"; readonly reason: string; readonly head: Buffer };

const CR = 13;
const LF = 10;
const CONTENT_LENGTHS = /\n(?:content-length|l)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)/gi;

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

  /** Swallows line ends between messages; each pair of CRLFs is a keep-alive. */
  #lineEnds(): Framed | undefined {
    for (let view = this.#queue.view(); view[0] === LF || isLineEnd(view); view = this.#queue.view()) {
      this.#queue.take(view[0] === LF ? 1 : 2);
      if (view[0] === LF) continue;
      this.#lineEndsSeen = (this.#lineEndsSeen + 1) % 2;
      if (this.#lineEndsSeen === 0) return { type: "ping" };
    }
    return undefined;
  }

  #head(): Framed | undefined {
    const view = this.#queue.view();
    const end = findHeadEnd(view, this.#searched);
    if ((end?.body ?? view.length) > this.#limits.headBytes) {
      return {
        type: "fault",
        reason: "the header is too long",
        head: view.subarray(0, this.#limits.headBytes),
      };
    }
    this.#searched = Math.max(0, view.length - 3);
    return end && this.#measure(view.subarray(0, end.body));
  }

  #measure(head: Buffer): Framed | undefined {
    const [first, ...others] = [...head.toString("latin1").matchAll(CONTENT_LENGTHS)];
    const length = first?.[1]?.trim() ?? "0";
    // With two lengths nobody can say where the next message begins (RFC 4475 3.3.9).
    if (others.length > 0 || !/^\d{1,9}$/.test(length)) {
      return { type: "fault", reason: "the Content-Length is no number", head };
    }
    if (Number(length) > this.#limits.bodyBytes) {
      return { type: "fault", reason: "the body is too large", head };
    }
    this.#awaited = head.length + Number(length);
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

function isLineEnd(view: Buffer): boolean {
  return view[0] === CR && view[1] === LF;
}
