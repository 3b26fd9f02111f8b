import { RecentMap } from "./recent-map.ts";

const MOST = 100_000;
const LONGEST_MS = 25 * 3_600_000;

/**
 * Sources that have shown that they hear us, by giving back what only we and they can know: the tag of our side
 * of a dialog, the branch of a request of ours, or credentials made with a nonce. Who only writes a
 * source into a packet cannot do that, and so cannot fill this table either.
 */
export class KnownSources {
  /** Until when each is known, in milliseconds. */
  readonly #until = new RecentMap<string, number>(MOST);

  get size(): number {
    return this.#until.size;
  }

  has(key: string, now: number): boolean {
    return (this.#until.peek(key) ?? 0) > now;
  }

  /** The source is known for so long from now, or for as long as it was to be anyway. */
  add(key: string, ms: number, now: number): void {
    this.#until.set(key, Math.max(this.#until.peek(key) ?? 0, now + Math.min(ms, LONGEST_MS)));
  }

  forget(key: string): void {
    this.#until.delete(key);
  }
}
