import { ByteQueue } from "../byte-queue.ts";

/** Largest payload an application may send: five digits. */
const LARGEST = 99_999;
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
  #awaited: number | undefined;
  #lost = false;

  push(piece: Buffer): ReadFrame[] {
    this.#queue.append(piece);
    const out: ReadFrame[] = [];
    for (let next = this.#next(); next; next = this.#next()) out.push(next);
    return out;
  }

  #next(): ReadFrame | undefined {
    if (this.#lost) return undefined;
    this.#awaited ??= this.#length();
    if (Number.isNaN(this.#awaited)) {
      this.#lost = true;
      return { fault: "the length is not a number of at most five digits" };
    }
    if (this.#awaited === undefined || this.#queue.length < this.#awaited) return undefined;
    const payload = this.#queue.take(this.#awaited);
    this.#awaited = undefined;
    return { payload };
  }

  /** The announced length; undefined while it is incomplete, NaN where it can never become sound. */
  #length(): number | undefined {
    const start = this.#queue.view().subarray(0, MOST_DIGITS + 1);
    const hash = start.indexOf(HASH);
    const digits = start.toString("latin1", 0, hash < 0 ? start.length : hash);
    if (!/^\d*$/.test(digits) || (hash < 0 && digits.length > MOST_DIGITS) || hash === 0) return Number.NaN;
    if (hash < 0) return undefined;
    this.#queue.take(hash + 1);
    return Math.min(Number(digits), LARGEST);
  }
}
