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
  /** What is still to fire. */
  readonly #pending = new Set<Pending>();
  /** The same as a binary heap, earliest first; what was cancelled is still in it until its time comes. */
  readonly #heap: Pending[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const entry: Pending = { at: this.#now + ms, order: this.#order++, run };
    this.#pending.add(entry);
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return { cancel: () => void this.#pending.delete(entry) };
  }

  /** How many timers are still to fire. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Moves time on by `ms` milliseconds and fires all that falls due. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#removeFirst();
      if (!this.#pending.delete(next)) continue;
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, above)) return;
      at = above;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = this.#heap[2 * at + 1];
      const right = this.#heap[2 * at + 2];
      const below = left && right && isEarlier(right, left) ? 2 * at + 2 : 2 * at + 1;
      if (!left || !this.#swapIfEarlier(below, at)) return;
      at = below;
    }
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const [lower, upper] = [this.#heap[child], this.#heap[parent]];
    if (!lower || !upper || !isEarlier(lower, upper)) return false;
    this.#heap[child] = upper;
    this.#heap[parent] = lower;
    return true;
  }
}

function isEarlier(one: Pending, other: Pending): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
