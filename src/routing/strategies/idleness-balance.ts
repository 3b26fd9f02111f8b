import type { Agent } from "../agent.ts";
import type { Ranker, RankingMoment } from "./ranker.ts";

/**
 * How many agents the group of this agent is below its share of the candidates (negative: above it, and first).
 * Keeps the parts of the groups among idle agents near their shares: the idleness half of the queue-and-idleness-
 * ratio rule (Gurvich and Whitt 2009). Shares are relative to their sum. Candidates of several listed groups count
 * for the first listed one of their own; those of none come last.
 */
export function idlenessBalance(shares: Readonly<Record<string, number>>): Ranker {
  const groups = Object.keys(shares);
  const parts = partsOf(Object.values(shares));
  const indexOf = indexing(new Map(groups.map((group, index) => [group, index] as const)));
  return { kind: "live", at: ({ free }) => deficits(free, parts, indexOf) };
}

/** Which of the listed groups an agent counts for. */
type GroupIndex = (agent: Agent) => number | undefined;

/** The order of an agent's own groups decides: that of a record's keys does not survive every store. */
function indexing(indices: ReadonlyMap<string, number>): GroupIndex {
  return ({ profile }) => {
    if (profile.groups === undefined) return undefined;
    for (const group of profile.groups) {
      const index = indices.get(group);
      if (index !== undefined) return index;
    }
    return undefined;
  };
}

function partsOf(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => (sum > 0 ? share / sum : 0));
}

function deficits(
  free: RankingMoment["free"],
  parts: readonly number[],
  indexOf: GroupIndex,
): (agent: Agent) => number {
  const counts = parts.map(() => 0);
  let total = 0;
  for (const agent of free) {
    const index = indexOf(agent);
    if (index === undefined) continue;
    counts[index] = (counts[index] ?? 0) + 1;
    total++;
  }
  // A group with a candidate lacks less than all candidates, so this is after every one of them.
  const last = total;
  const below = parts.map((part, index) => part * total - (counts[index] ?? 0));
  return (agent) => {
    const index = indexOf(agent);
    return index === undefined ? last : (below[index] ?? last);
  };
}
