import { AgentId, TenantId } from "../../ids.ts";
import type { Agent, AgentProfile } from "../agent.ts";
import type { AgentStrategy } from "../agent-strategy.ts";
import { rankerOf } from "./index.ts";
import type { RankingMoment } from "./ranker.ts";

/** For tests: an agent with nothing in hand, signed in and idle since the epoch. */
export function freeAgent(
  id: string,
  profile: Partial<AgentProfile> = {},
  more: Partial<Omit<Agent, "profile">> = {},
): Agent {
  return {
    profile: { id: AgentId(id), tenant: TenantId("t1"), skills: {}, ...profile },
    state: { at: "ready", since: 0 },
    works: [],
    hasDevice: true,
    idleSince: 0,
    signedInAt: 0,
    busyMs: 0,
    answeredAt: [],
    ...more,
  };
}

/** For tests: the leading numbers a strategy gives these agents, in the order given. */
export function numbersOf(
  strategy: AgentStrategy,
  free: readonly Agent[],
  moment: Partial<RankingMoment> = {},
): number[] {
  const ranker = rankerOf(strategy);
  if (ranker.kind === "static") return free.map(({ profile }) => ranker.tierOf(profile, profile.skills));
  return free.map(ranker.at({ at: 0, chance: 0, lastOffered: undefined, ...moment, free }));
}

/** For tests: these agents' ids, the first offered first; equal numbers stay in the order given. */
export function offeredInOrder(
  strategy: AgentStrategy,
  free: readonly Agent[],
  moment: Partial<RankingMoment> = {},
): string[] {
  const numbers = numbersOf(strategy, free, moment);
  return free
    .map((agent, index) => ({ id: agent.profile.id, number: numbers[index] ?? 0 }))
    .toSorted((one, other) => one.number - other.number)
    .map(({ id }) => id);
}
