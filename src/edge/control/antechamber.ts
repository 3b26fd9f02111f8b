/**
 * Connections that have not proved themselves, in all and by the address they come from. Where there are
 * too many, the oldest one gives way to the newcomer: an honest application proves itself within
 * milliseconds, so that those who only occupy places lose them first.
 */
export class Antechamber<Guest> {
  readonly #guests = new Map<Guest, string>();
  readonly #limits: { readonly unproven: number; readonly unprovenPerSource: number };

  constructor(limits: { readonly unproven: number; readonly unprovenPerSource: number }) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#guests.size;
  }

  /** Lets one in; returns the one that has to go for it, if any. */
  enter(guest: Guest, source: string): Guest | undefined {
    const displaced = this.#displaced(source);
    if (displaced !== undefined) this.#guests.delete(displaced);
    this.#guests.set(guest, source);
    return displaced;
  }

  /** It proved itself, or it is gone. Safe to repeat. */
  leave(guest: Guest): void {
    this.#guests.delete(guest);
  }

  #displaced(source: string): Guest | undefined {
    const own = [...this.#guests].filter(([, other]) => other === source);
    if (own.length >= this.#limits.unprovenPerSource) return own[0]?.[0];
    return this.#guests.size >= this.#limits.unproven ? [...this.#guests.keys()][0] : undefined;
  }
}
