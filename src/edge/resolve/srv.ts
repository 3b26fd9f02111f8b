import type { SrvRecord } from "./records.ts";

/**
 * SRV records in the order in which they are to be tried (RFC 2782): by priority, and among equals drawn by
 * weight, those of weight 0 having a small chance. `chance` gives numbers from 0 up to, not including, 1.
 * A record without a target says that the service is not offered, and is left out.
 */
export function inOrderOfTrial(records: readonly SrvRecord[], chance: () => number): readonly SrvRecord[] {
  const offered = records.filter(({ name }) => name !== "" && name !== ".");
  const priorities = [...new Set(offered.map(({ priority }) => priority))].toSorted((a, b) => a - b);
  return priorities.flatMap((wanted) =>
    drawnByWeight(
      offered.filter(({ priority }) => priority === wanted),
      chance,
    ),
  );
}

/** Draws one after the other; what was drawn does not count any more. Weight 0 stands first, as the RFC wants. */
function drawnByWeight(equals: readonly SrvRecord[], chance: () => number): SrvRecord[] {
  const left = equals.toSorted((a, b) => a.weight - b.weight);
  const drawn: SrvRecord[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    drawn.push(...left.splice(positionOf(left, Math.floor(chance() * (total + 1))), 1));
  }
  return drawn;
}

/** Where the running sum of the weights first reaches what was drawn. */
function positionOf(records: readonly SrvRecord[], drawn: number): number {
  let sum = 0;
  for (const [at, { weight }] of records.entries()) {
    sum += weight;
    if (sum >= drawn) return at;
  }
  return 0;
}
