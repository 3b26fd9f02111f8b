/** RSeq numbers that are given out one after the other stay this far apart from other forks'. */
const ROOM = 1_000;

/**
 * Reliable provisional responses of several forks (RFC 3262): each fork counts for itself, and two may well
 * count alike. A caller that does not tell forks apart would take the second for a repeat of the first. So
 * a fork whose numbers come too close to another's is moved as a whole: its steps stay steps of one.
 */
export class ReliableForks {
  readonly #byTag = new Map<string, { readonly first: number; readonly shift: number }>();

  /** By how much a fork's numbers are moved; decided by its first one. */
  shift(toTag: string, rseq: number): number {
    const known = this.#byTag.get(toTag);
    if (known) return known.shift;
    const taken = [...this.#byTag.values()].map(({ first }) => first);
    const first = taken.some((other) => Math.abs(other - rseq) < ROOM) ? Math.max(...taken) + ROOM : rseq;
    this.#byTag.set(toTag, { first, shift: first - rseq });
    return first - rseq;
  }

  /** The forks that were moved. */
  moved(): readonly string[] {
    return [...this.#byTag].filter(([, { shift }]) => shift !== 0).map(([tag]) => tag);
  }
}
