import { headerOf, type Message, startLine } from "./sip/message.ts";

/** One SIP message as it passed the socket. */
export interface WireEntry {
  /** Epoch milliseconds with fraction. */
  readonly at: number;
  readonly direction: "sent" | "received";
  readonly startLine: string;
  readonly callId: string;
}

/** The last messages that passed a socket, oldest first; at least `limit` of them are kept. */
export class WireLog {
  readonly #limit: number;
  readonly #listeners = new Set<(entry: WireEntry) => void>();
  #entries: WireEntry[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get entries(): readonly WireEntry[] {
    return this.#entries;
  }

  /** Tells of every later message until the returned function is called. */
  listen(listener: (entry: WireEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(at: number, direction: WireEntry["direction"], message: Message): void {
    const entry = { at, direction, startLine: startLine(message), callId: headerOf(message, "Call-ID") };
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * this.#limit) this.#entries = this.#entries.slice(-this.#limit);
    for (const listener of this.#listeners) listener(entry);
  }
}

/** Epoch milliseconds with fraction, from the monotonic clock. */
export function wireTime(): number {
  return performance.timeOrigin + performance.now();
}
