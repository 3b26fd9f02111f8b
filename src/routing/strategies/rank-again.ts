import { byText } from "../by-text.ts";
import type { Candidate } from "../explanation.ts";

/** Orders candidates as they are offered a call: term by term, the smaller first, then by id. */
function byRank(one: Candidate, other: Candidate): number {
  return byTerms(one.terms, other.terms) || byText(one.agent, other.agent);
}

/** Ranks candidates anew, in any order given. A stored explanation's ranking must come out as it was. */
export function rankAgain(ranking: readonly Candidate[]): readonly Candidate[] {
  return ranking.toSorted(byRank);
}

function byTerms(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < one.length; index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
