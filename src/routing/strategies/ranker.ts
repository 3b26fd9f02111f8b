import type { AgentId } from "../../ids.ts";
import type { Agent, AgentProfile, SkillLevels } from "../agent.ts";

/** What a strategy may look at when agents are ranked for one call. */
export interface RankingMoment {
  /** Epoch milliseconds. */
  readonly at: number;
  /** From 0 up to but not including 1; came in with the event. */
  readonly chance: number;
  /** The agent this queue offered a call to last. */
  readonly lastOffered: AgentId | undefined;
  /** All candidates, in any order. Who is there under two contracts counts twice. */
  readonly free: Iterable<Agent>;
}

/** Yields the leading number of an agent's rank, always finite: the smaller is offered first. */
export type Ranker =
  | {
      /** Depends on configuration alone: computed once for each configuration. */
      readonly kind: "static";
      /** `skills` is what the agent can do for the queue's tenant: a rental may give others than the profile. */
      readonly tierOf: (profile: AgentProfile, skills: SkillLevels) => number;
    }
  | {
      /** Depends on the moment: asked at each decision, and then for each candidate of it. */
      readonly kind: "live";
      readonly at: (moment: RankingMoment) => (agent: Agent) => number;
    };
