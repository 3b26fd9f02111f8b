import { trimReply } from "./trim-reply.ts";

/** How many bytes go back for each that came from a source that did not prove itself. */
const FACTOR = 3;
const ACCEPTED = "SIP/2.0 2";

/**
 * What may be sent in answer to one request over UDP, whose source anyone may have forged: all answers and
 * their repeats together no more than three times what was received. An answer that would be too long loses what
 * it can do without; one that is still too long waits until the request is repeated. Only a 2xx is
 * spared: by it the application has accepted the request, and the repeats are the RFC's (RFC 3261 13.3.1.4).
 */
export class Allowance {
  #left: number;

  /** `received` is the length of the request, in bytes. */
  constructor(received: number) {
    this.#left = FACTOR * received;
  }

  /** The request came once more. */
  repeated(received: number): void {
    this.#left += FACTOR * received;
  }

  /** What may be sent of a reply now; undefined where nothing may. */
  fit(reply: Buffer): Buffer | undefined {
    if (reply.toString("latin1", 0, ACCEPTED.length) === ACCEPTED) return reply;
    const fitting = reply.length <= this.#left ? reply : trimReply(reply);
    if (fitting.length > this.#left) return undefined;
    this.#left -= fitting.length;
    return fitting;
  }
}
