import type { WireEntry } from "../../test/support/phone/index.ts";

/**
 * From an agent's BYE to the next INVITE at that agent, by the times both passed the agents' socket. A BYE sent while
 * nobody waits begins no wait; what is repeated for want of an answer counts once, from the first.
 */
export class NextInviteWaits {
  readonly milliseconds: number[] = [];
  /** Calls that rang so far. */
  offered = 0;
  /** BYEs left out, for nobody waited. */
  leftOut = 0;
  readonly #agentOf = new Map<string, string>();
  readonly #over = new Set<string>();
  readonly #hungUpAt = new Map<string, number>();
  readonly #callersWait: () => boolean;

  constructor(callersWait: () => boolean) {
    this.#callersWait = callersWait;
  }

  /** Something passed the agents' socket. */
  take({ at, direction, startLine, callId }: WireEntry): void {
    const [method, agent = ""] = startLine.split(" ", 2);
    if (method === "INVITE" && direction === "received") this.#rang(callId, agent, at);
    if (method === "BYE" && direction === "sent") this.#hungUp(callId, at);
  }

  #rang(callId: string, agent: string, at: number): void {
    if (this.#agentOf.has(callId)) return;
    this.#agentOf.set(callId, agent);
    this.offered += 1;
    const since = this.#hungUpAt.get(agent);
    if (since !== undefined) this.milliseconds.push(at - since);
    this.#hungUpAt.delete(agent);
  }

  #hungUp(callId: string, at: number): void {
    const agent = this.#agentOf.get(callId);
    if (agent === undefined || this.#over.has(callId)) return;
    this.#over.add(callId);
    if (this.#callersWait()) this.#hungUpAt.set(agent, at);
    else this.leftOut += 1;
  }
}
