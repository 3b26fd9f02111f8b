import { PlatformDocument } from "../../src/tenancy/index.ts";

/** One tenant of the benchmark. */
export interface TeamPlan {
  /** The tenant's key, and what its agents' SIP user names begin with. */
  readonly key: string;
  readonly number: string;
  readonly agents: number;
}

/** Ten agents as in a small office, to see how quick a single call is. */
export const smallTeam: TeamPlan = { key: "office", number: "98001", agents: 10 };
/** Enough agents that rates are never held back by people. */
export const largeTeam: TeamPlan = { key: "floor", number: "98002", agents: 250 };

/** The platform to load: callers come from loopback, flows queue at once, agents have no wrap-up. */
export function benchDocument(teams: readonly TeamPlan[]): PlatformDocument {
  return PlatformDocument.parse({
    operator: teams[0]?.key,
    trunks: [{ key: "loopback", name: "Loopback", addresses: ["127.0.0.1"] }],
    tenants: teams.map(tenant),
  });
}

/** The SIP user names of a team's agents. */
export function agentNames({ key, agents }: TeamPlan): readonly string[] {
  return Array.from({ length: agents }, (_, nth) => `${key}-${String(nth + 1).padStart(3, "0")}`);
}

function tenant(plan: TeamPlan) {
  const graph = { start: "wait", nodes: { wait: { do: "queue", queue: "all" } } };
  return {
    key: plan.key,
    name: plan.key,
    quotas: { concurrentCalls: 5_000 },
    numbers: [{ number: plan.number, flow: "main" }],
    flows: [{ key: "main", name: "Straight to the queue", graph }],
    queues: [{ key: "all", name: "All agents", wrapUpSeconds: 0 }],
    agents: agentNames(plan).map((name) => ({ key: name, name, sipUsername: name, skills: {} })),
  };
}
