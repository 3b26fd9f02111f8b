import type { Clock } from "../clock.ts";

/**
 * What is remembered for a while, by name. It holds a bounded number of things: the one kept longest makes room
 * for a new one. Time is looked at when something is asked for, so no timers run.
 */
export class Expiring<Value> {
  readonly #kept = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #clock: Clock;
  readonly #most: number;

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  get(name: string): Value | undefined {
    const kept = this.#kept.get(name);
    if (!kept) return undefined;
    if (kept.until > this.#clock.now()) return kept.value;
    this.#kept.delete(name);
    return undefined;
  }

  /** Keeps a value for some milliseconds; 0 keeps nothing. */
  set(name: string, value: Value, ms: number): void {
    this.#kept.delete(name);
    if (ms <= 0) return;
    const oldest = this.#kept.size >= this.#most ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(name, { value, until: this.#clock.now() + ms });
  }

  delete(name: string): void {
    this.#kept.delete(name);
  }
}
