import type { Clock } from "../clock.ts";
import type { Hop } from "../transport/transport.ts";
import { Expiring } from "./expiring.ts";

/** How long a hop that failed comes last, in milliseconds, unless it said itself how long. */
const AVOID_MS = 30_000;
/** The longest a hop can have itself avoided by Retry-After. */
const LONGEST_MS = 300_000;
const MOST = 1_000;

/** Hops that failed a short while ago: others are tried before them, where there are any. */
export class Avoided {
  readonly #failed: Expiring<true>;

  constructor(clock: Clock) {
    this.#failed = new Expiring(clock, MOST);
  }

  get size(): number {
    return this.#failed.size;
  }

  /** Notes a failure; `ms` from the hop's own Retry-After. Returns whether it is news. */
  note(hop: Hop, ms: number = AVOID_MS): boolean {
    const name = hopName(hop);
    const known = this.#failed.get(name) !== undefined;
    this.#failed.set(name, true, Math.min(ms, LONGEST_MS));
    return !known;
  }

  /** It has answered: it is as good as any other. */
  forget(hop: Hop): void {
    this.#failed.delete(hopName(hop));
  }

  /** The same hops, those that failed behind the others, else in their order. */
  last(hops: readonly Hop[]): readonly Hop[] {
    if (hops.length < 2 || this.#failed.size === 0) return hops;
    const failed = (hop: Hop): boolean => this.#failed.get(hopName(hop)) !== undefined;
    return [...hops.filter((hop) => !failed(hop)), ...hops.filter(failed)];
  }
}

/** What tells two hops apart. */
export function hopName({ protocol, address, port }: Hop): string {
  return `${protocol}/${address}/${port}`;
}
