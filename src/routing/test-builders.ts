import { AgentId, QueueId, RentalId, TenantId } from "../ids.ts";
import type { AgentProfile, SkillLevels } from "./agent.ts";
import type { Queue } from "./queue.ts";
import type { Rental } from "./rental.ts";
import type { SearchStep } from "./search-step.ts";
import { eligibility } from "./test-expressions.ts";

/** For tests: a step that takes whoever this expression admits, from everywhere, and adds to the step before. */
export function stage(eligible = "anyone", rules: Partial<SearchStep> = {}): SearchStep {
  return { eligible: eligibility(eligible), from: ["own", "rented", "shared"], widens: true, ...rules };
}

/** For tests: a queue of tenant t1 with one step that admits anyone. */
export function queue(id: string, rules: Partial<Queue> = {}): Queue {
  return {
    id: QueueId(id),
    tenant: TenantId("t1"),
    medium: "voice",
    steps: [stage()],
    skipsEmptySteps: false,
    priority: { mode: "strict", topAfterSeconds: 3600 },
    strategy: { by: "longest-idle" },
    keepFree: [],
    offering: { mode: "one" },
    autoAnswer: false,
    ringForSeconds: 15,
    wrapUpSeconds: 10,
    declinedPauseSeconds: 10,
    busyPauseSeconds: 30,
    overflow: {},
    target: { share: 0.8, withinSeconds: 20 },
    ...rules,
  };
}

/** For tests: a queue of tenant t1 that requires this much. */
export function queueNeeding(id: string, eligible: string, rules: Partial<Queue> = {}): Queue {
  return queue(id, { steps: [stage(eligible)], ...rules });
}

/** For tests: an agent of tenant t1. */
export function agent(id: string, skills: SkillLevels = {}, more: Partial<AgentProfile> = {}): AgentProfile {
  return { id: AgentId(id), tenant: TenantId("t1"), skills, ...more };
}

/** For tests: a contract by which tenant t1 rents these agents. */
export function rental(id: string, agents: readonly string[], more: Partial<Rental> = {}): Rental {
  return {
    id: RentalId(id),
    source: "rented",
    renter: TenantId("t1"),
    agents: agents.map(AgentId),
    weight: 1,
    ...more,
  };
}

/** For tests: an agent of another tenant, t2. */
export function stranger(
  id: string,
  skills: SkillLevels = {},
  more: Partial<AgentProfile> = {},
): AgentProfile {
  return agent(id, skills, { tenant: TenantId("t2"), ...more });
}
