import { ByteQueue } from "../byte-queue.ts";

/** Largest payload an application may send: five digits. */
export const LARGEST_FRAME = 99_999;
const MOST_DIGITS = 5;
const HASH = 35;

/** What came out of a control connection. After `fault` nothing more is read. */
export type ReadFrame = { readonly payload: Buffer } | { readonly fault: string };

/** Writes one frame, `<byte length>#<first line>[CRLF<SIP message>]`. The line is a byte string. */
export function encodeFrame(line: string, sip?: Buffer): Buffer {
  const head = sip ? `${line}\r\n` : line;
  const length = head.length + (sip?.length ?? 0);
  const prefix = `${length}#`;
  const frame = Buffer.allocUnsafe(prefix.length + length);
  frame.write(prefix, 0, "latin1");
  frame.write(head, prefix.length, "latin1");
  sip?.copy(frame, prefix.length + head.length);
  return frame;
}

/** Cuts frames out of a control connection, however they were split or run together. */
export class FrameReader {
  readonly #queue = new ByteQueue();
  readonly #largest: () => number;
  #awaited: number | undefined;
  #lost = false;

  /** `largest` says what is taken at the moment, in bytes; it is asked anew for each frame. */
  constructor(largest: () => number = () => LARGEST_FRAME) {
    this.#largest = largest;
  }

  /** Yields the frames that are whole by now. Each is cut out only when asked for. */
  *push(piece: Buffer): Generator<ReadFrame> {
    this.#queue.append(piece);
    for (let next = this.#next(); next; next = this.#next()) yield next;
  }

  #next(): ReadFrame | undefined {
    if (this.#lost) return undefined;
    this.#awaited ??= this.#length();
    if (Number.isNaN(this.#awaited)) return this.#fault("the length is not a number of at most five digits");
    if (this.#awaited !== undefined && this.#awaited > this.#largest())
      return this.#fault("the frame is larger than may be sent now");
    if (this.#awaited === undefined || this.#queue.length < this.#awaited) return undefined;
    const payload = this.#queue.take(this.#awaited);
    this.#awaited = undefined;
    return { payload };
  }

  #fault(fault: string): ReadFrame {
    this.#lost = true;
    return { fault };
  }

  /** The announced length; undefined while it is incomplete, NaN where it can never become sound. */
  #length(): number | undefined {
    const start = this.#queue.view().subarray(0, MOST_DIGITS + 1);
    const hash = start.indexOf(HASH);
    const digits = start.toString("latin1", 0, hash < 0 ? start.length : hash);
    if (!/^\d*$/.test(digits) || (hash < 0 && digits.length > MOST_DIGITS) || hash === 0) return Number.NaN;
    if (hash < 0) return undefined;
    this.#queue.take(hash + 1);
    return Number(digits);
  }
}
