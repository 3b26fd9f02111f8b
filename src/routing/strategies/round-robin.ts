import type { AgentId } from "../../ids.ts";
import type { Agent } from "../agent.ts";
import { firstAbove } from "./first-above.ts";
import type { Ranker, RankingMoment } from "./ranker.ts";

/**
 * How many candidates' turns come before: they stand in a ring in the order of their ids (by code units), and it is
 * the turn of the first after the agent offered to last, who need not be among them.
 */
export const roundRobin: Ranker = { kind: "live", at: turns };

function turns({ free, lastOffered }: RankingMoment): (agent: Agent) => number {
  const ring: AgentId[] = [];
  for (const agent of free) ring.push(agent.profile.id);
  ring.sort();
  const next = lastOffered === undefined ? 0 : firstAbove(ring, lastOffered);
  return ({ profile }) => {
    const place = firstAbove(ring, profile.id) - 1;
    return place < next ? place - next + ring.length : place - next;
  };
}
