import type { WireEntry } from "../../test/support/phone/index.ts";

/**
 * From a caller's INVITE to the INVITE at an agent, where there is one call at a time: the times both passed the
 * sockets of the phones. An INVITE repeated for want of an answer counts once, from the first.
 */
export class IdleAgentWaits {
  readonly milliseconds: number[] = [];
  readonly #seen = new Set<string>();
  #asked: number | undefined;

  /** Something passed the callers' socket. */
  caller(entry: WireEntry): void {
    if (entry.direction === "sent" && this.#isNewInvite(entry)) this.#asked = entry.at;
  }

  /** Something passed the agents' socket. */
  agent(entry: WireEntry): void {
    if (entry.direction !== "received" || !this.#isNewInvite(entry) || this.#asked === undefined) return;
    this.milliseconds.push(entry.at - this.#asked);
    this.#asked = undefined;
  }

  #isNewInvite({ startLine, callId }: WireEntry): boolean {
    if (!startLine.startsWith("INVITE ") || this.#seen.has(callId)) return false;
    this.#seen.add(callId);
    return true;
  }
}
