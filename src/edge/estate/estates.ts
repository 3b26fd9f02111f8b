import type { Clock } from "../clock.ts";
import type { Ids } from "../ids.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { AnsweredBefore } from "./answered.ts";
import { Estate } from "./estate.ts";
import { Residents } from "./residents.ts";
import { WAITING_LIMITS, type WaitingLimits } from "./waiting.ts";

/** What lost applications left, and who could have it. */
export class Estates {
  readonly residents = new Residents();
  readonly answered: AnsweredBefore;
  readonly #held = new Set<Estate>();
  readonly #clock: Clock;
  readonly #adoptionMs: number;
  readonly #limits: WaitingLimits;
  #order = 0;

  /** `adoptionMs`: how long each waits for a successor; 0 keeps nothing. */
  constructor(clock: Clock, adoptionMs: number, limits: WaitingLimits = WAITING_LIMITS) {
    this.answered = new AnsweredBefore(clock);
    this.#clock = clock;
    this.#adoptionMs = adoptionMs;
    this.#limits = limits;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Whether anything is kept at all. */
  get kept(): boolean {
    return this.#adoptionMs > 0;
  }

  /** Opens an estate; `ended` is called when its time is over. */
  open(name: string, ids: Ids, ended: (estate: Estate) => void): Estate {
    const facts = { name, endsAt: this.#clock.now() + this.#adoptionMs };
    const estate = new Estate(facts, {
      nextOrder: () => this.#order++,
      retryAfterSeconds: () => someSeconds(ids),
      limits: this.#limits,
    });
    estate.deadline = this.#clock.after(this.#adoptionMs, () => ended(estate));
    this.#held.add(estate);
    return estate;
  }

  /** All that was left under a name: one for each connection that was lost. */
  named(name: string): Estate[] {
    return [...this.#held].filter((estate) => estate.name === name);
  }

  /** Forgets an estate. Safe to repeat. */
  remove(estate: Estate): void {
    estate.close();
    this.#held.delete(estate);
  }

  /** When to come back, for those who find nobody in: only where somebody is expected (RFC 3261 20.33). */
  retryAfter(ids: Ids): readonly HeaderPair[] {
    return this.#held.size === 0 ? [] : [["Retry-After", String(someSeconds(ids))]];
  }

  clear(): void {
    for (const estate of this.#held) estate.close();
    this.#held.clear();
    this.answered.clear();
  }
}

/** Not the same for all, so that they do not all come back at once. */
function someSeconds(ids: Ids): number {
  return 1 + (ids.firstCSeq() % 10);
}
