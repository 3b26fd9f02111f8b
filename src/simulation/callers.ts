import { type AgentId, CallId } from "../ids.ts";
import { type ArrivalClock, arrivalClock } from "./arrivals.ts";
import { drawn } from "./distribution.ts";
import type { Gauges } from "./gauges.ts";
import { type Random, randomFor } from "./random.ts";
import type { CallerClass } from "./scenario.ts";

/** A class of callers at work: its rules and its own sequences of chance. */
export interface CallersOfClass {
  readonly number: number;
  readonly rules: CallerClass;
  readonly clock: ArrivalClock;
  readonly service: Random;
  readonly patience: Random;
}

/** One caller on the line. Records are used again for later callers. */
export interface Caller {
  readonly slot: number;
  id: CallId;
  of: CallersOfClass;
  calledAt: number;
  at: "gone" | "waiting" | "talking";
  /** Infinite if the caller waits for ever. */
  hangsUpAt: number;
  /** How long routing thought the caller would wait; NaN if it did not say. */
  estimateMs: number;
}

export function callersOfClass(rules: CallerClass, number: number, seed: number): CallersOfClass {
  return {
    number,
    rules,
    clock: arrivalClock(rules.arrivals, randomFor(seed, `arrivals of ${rules.name}`)),
    service: randomFor(seed, `service of ${rules.name}`),
    patience: randomFor(seed, `patience of ${rules.name}`),
  };
}

/** How long this class talks with this agent. Milliseconds. */
export function conversationMs({ rules, service }: CallersOfClass, agent: AgentId): number {
  return drawn(rules.serviceBy?.get(agent) ?? rules.service, service);
}

/** Everybody on the line. */
export class Callers {
  readonly #gauges: Gauges;
  readonly #slots: Caller[] = [];
  readonly #free: Caller[] = [];
  readonly #byId = new Map<CallId, Caller>();
  #called = 0;

  constructor(gauges: Gauges) {
    this.#gauges = gauges;
  }

  get onTheLine(): number {
    return this.#byId.size;
  }

  call(of: CallersOfClass, at: number): Caller {
    this.#called += 1;
    const patience = of.rules.patience;
    const hangsUpAt = patience === undefined ? Number.POSITIVE_INFINITY : at + drawn(patience, of.patience);
    const caller = this.#place(CallId(`c${this.#called}`), of);
    caller.calledAt = at;
    caller.hangsUpAt = hangsUpAt;
    caller.at = "waiting";
    caller.estimateMs = Number.NaN;
    this.#byId.set(caller.id, caller);
    this.#gauges.entered(of);
    return caller;
  }

  connect(caller: Caller): void {
    caller.at = "talking";
    this.#gauges.connected(caller.of);
  }

  leave(caller: Caller): void {
    if (caller.at === "talking") this.#gauges.ended(caller.of);
    else this.#gauges.lost(caller.of);
    caller.at = "gone";
    this.#byId.delete(caller.id);
    this.#free.push(caller);
  }

  /** Undefined if the caller is gone. */
  byId(id: CallId): Caller | undefined {
    return this.#byId.get(id);
  }

  /** Whoever has this place now. */
  inSlot(slot: number): Caller | undefined {
    return this.#slots[slot];
  }

  #place(id: CallId, of: CallersOfClass): Caller {
    const used = this.#free.pop();
    if (used !== undefined) {
      used.id = id;
      used.of = of;
      return used;
    }
    const slot = this.#slots.length;
    const caller: Caller = { slot, id, of, calledAt: 0, at: "gone", hangsUpAt: 0, estimateMs: 0 };
    this.#slots.push(caller);
    return caller;
  }
}
