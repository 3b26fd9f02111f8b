import type { Clock } from "./clock.ts";

/**
 * Names seen not long ago: each is remembered for at least `ms` and at most twice that, unless so many
 * come that room must be made. Cheap to add to with every packet.
 */
export class RecentSet {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #most: number;
  #young = new Set<string>();
  #old = new Set<string>();
  #turnedAt: number;

  constructor(clock: Clock, ms: number, most: number) {
    this.#clock = clock;
    this.#ms = ms;
    this.#most = most;
    this.#turnedAt = clock.now();
  }

  add(name: string): void {
    this.#turn();
    this.#young.add(name);
  }

  has(name: string): boolean {
    this.#turn();
    return this.#young.has(name) || this.#old.has(name);
  }

  #turn(): void {
    const age = this.#clock.now() - this.#turnedAt;
    if (age < this.#ms && this.#young.size < this.#most) return;
    this.#old = age < 2 * this.#ms ? this.#young : new Set();
    this.#young = new Set();
    this.#turnedAt = this.#clock.now();
  }
}
