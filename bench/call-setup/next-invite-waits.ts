import type { WireEntry } from "../../test/support/phone/index.ts";

/**
 * From an agent's BYE to the next INVITE at that agent, by the times both passed the agents' socket. A BYE sent while
 * nobody waits begins no wait; one repeated for want of an answer counts once, from the first.
 */
export class NextInviteWaits {
  readonly milliseconds: number[] = [];
  /** Calls that rang so far. */
  offered = 0;
  /** BYEs left out, for nobody waited. */
  leftOut = 0;
  readonly #agentOf = new Map<string, string>();
  readonly #hungUpAt = new Map<string, number>();
  readonly #callersWait: () => boolean;

  constructor(callersWait: () => boolean) {
    this.#callersWait = callersWait;
  }

  /** Something passed the agents' socket. */
  take(entry: WireEntry): void {
    const [method, uri = ""] = entry.startLine.split(" ", 2);
    if (entry.direction === "received" && method === "INVITE") this.#rang(entry, uri);
    if (method === "BYE") this.#ended(entry);
  }

  #rang({ at, callId }: WireEntry, agent: string): void {
    if (this.#agentOf.has(callId)) return;
    this.#agentOf.set(callId, agent);
    this.offered += 1;
    const since = this.#hungUpAt.get(agent);
    if (since !== undefined) this.milliseconds.push(at - since);
    this.#hungUpAt.delete(agent);
  }

  #ended({ at, callId, direction }: WireEntry): void {
    const agent = this.#agentOf.get(callId);
    if (agent === undefined || direction === "received" || this.#over.has(callId)) return;
    this.#over.add(callId);
    if (this.#callersWait()) this.#hungUpAt.set(agent, at);
    else this.leftOut += 1;
  }

  readonly #over = new Set<string>();
}
