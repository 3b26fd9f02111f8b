import { QueueId } from "../../../src/ids.ts";
import type {
  AgentProfile,
  AgentSource,
  AgentStrategy,
  PriorityPolicy,
  Queue,
  SearchStep,
} from "../../../src/routing/index.ts";
import type { Random } from "../random.ts";
import type { Scale } from "../scale.ts";
import { eligibilityOf, type Requirement, relaxed, requirementMetBy } from "./requirement.ts";
import { tenantOf } from "./tenants.ts";

const sourcesByStep: readonly (readonly AgentSource[])[] = [
  ["own"],
  ["own", "rented"],
  ["own", "rented", "shared"],
];

/** The queues: a third of them widen in two or three steps; all policies are mixed. */
export function queuesFor(
  { queues }: Scale,
  agents: readonly AgentProfile[],
  random: Random,
): readonly Queue[] {
  const staffOf = Map.groupBy(agents, ({ tenant }) => tenant);
  return Array.from({ length: queues }, (_, nth) => {
    const tenant = tenantOf(nth, queues).id;
    const requirement = requirementMetBy(random.oneOf(staffOf.get(tenant) ?? []).skills, random);
    return {
      id: QueueId(`queue-${random.hex()}`),
      tenant,
      medium: "voice",
      steps: stepsOf(requirement, nth % 3 === 0 ? random.between(2, 3) : 1, random),
      skipsEmptySteps: random.share() < 0.5,
      priority: priorityOf(random),
      strategy: strategyOf(requirement, random),
      keepFree: [],
      offering: { mode: "one" },
      autoAnswer: false,
      ringForSeconds: 15,
      wrapUpSeconds: random.between(5, 25),
      declinedPauseSeconds: 10,
      busyPauseSeconds: 30,
      ...(random.share() < 0.5 && { maximumWaitSeconds: 3_600 }),
      overflow: {},
      target: { share: 0.8, withinSeconds: 20 },
    };
  });
}

function stepsOf(requirement: Requirement, count: number, random: Random): readonly SearchStep[] {
  return Array.from({ length: count }, (_, step) => ({
    eligible: eligibilityOf(relaxed(requirement, step)),
    from: sourcesByStep[
      count === 1
        ? random.weighted([
            [4, 0],
            [1, 2],
          ])
        : step
    ] ?? ["own"],
    widens: true,
    ...(step < count - 1 && { forSeconds: random.between(20, 90) }),
  }));
}

function priorityOf(random: Random): PriorityPolicy {
  const topAfterSeconds = random.between(900, 3_600);
  return random.weighted<PriorityPolicy>([
    [8, { topAfterSeconds, mode: "strict" }],
    [
      5,
      {
        topAfterSeconds,
        mode: "head-start",
        headStartSeconds: [0, 30, 60, 90, 120, 180, 240, 300, 450, 600],
      },
    ],
    [5, { topAfterSeconds, mode: "accumulating", rates: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 7, 10] }],
    [2, { topAfterSeconds, mode: "balance", share: random.between(1, 4) }],
  ]);
}

function strategyOf({ levels: [first] }: Requirement, random: Random): AgentStrategy {
  const skill = first?.[0] ?? "";
  return random.weighted<AgentStrategy>([
    [12, { by: "longest-idle" }],
    [3, { by: "longest-idle-by-level", skill }],
    [2, { by: "least-skilled" }],
    [2, { by: "fewest-calls", windowSeconds: 1_800 }],
    [1, { by: "round-robin" }],
  ]);
}
