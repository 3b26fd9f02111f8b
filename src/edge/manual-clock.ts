import type { Clock, Timer } from "./clock.ts";

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock that only moves when told to, for tests. Timers fire in the order of their times, and a
 * timer set by another one fires in the same turn when its time falls within it.
 */
export class ManualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #pending = new Set<Pending>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const entry: Pending = { at: this.#now + ms, order: this.#order++, run };
    this.#pending.add(entry);
    return { cancel: () => void this.#pending.delete(entry) };
  }

  /** How many timers are still to fire. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Moves time on by `ms` milliseconds and fires all that falls due. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#earliest(end); next; next = this.#earliest(end)) {
      this.#pending.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  #earliest(end: number): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.#pending) {
      if (entry.at > end) continue;
      if (!first || entry.at < first.at || (entry.at === first.at && entry.order < first.order))
        first = entry;
    }
    return first;
  }
}
