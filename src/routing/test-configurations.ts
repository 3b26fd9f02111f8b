import * as fc from "fast-check";
import type { AgentProfile } from "./agent.ts";
import type { AgentStrategy } from "./agent-strategy.ts";
import type { Capacity } from "./capacity.ts";
import type { Overflow, OverflowTarget } from "./overflow.ts";
import type { PriorityPolicy } from "./priority-policy.ts";
import type { Offering, Queue } from "./queue.ts";
import type { AgentSource, Rental } from "./rental.ts";
import type { SearchStep } from "./search-step.ts";
import { agent, queue, rental, stage } from "./test-builders.ts";
import { condition } from "./test-expressions.ts";
import { agentIds, queueIds, rentalIds, tenantIds } from "./test-run.ts";

/** For tests: all that can be configured in one cell. */
export interface Configuration {
  readonly queues: readonly Queue[];
  readonly agents: readonly AgentProfile[];
  readonly rentals: readonly Rental[];
}

/** How configurations are made up: the plainer first, so that shrinking ends there. */
interface Kinds {
  readonly strategies: readonly AgentStrategy[];
  readonly priorities: readonly PriorityPolicy[];
  readonly offerings: readonly Offering[];
  readonly capacities: readonly (Capacity | undefined)[];
  readonly rentals: number;
}

const topAfterSeconds = 60;
const plainStrategies: readonly AgentStrategy[] = [
  { by: "longest-idle" },
  { by: "longest-idle-by-level", skill: "english" },
  { by: "least-skilled" },
];
const plainPriorities: readonly PriorityPolicy[] = [
  { mode: "strict", topAfterSeconds },
  { mode: "head-start", headStartSeconds: [0, 10, 30], topAfterSeconds },
  { mode: "accumulating", rates: [1, 2, 4], topAfterSeconds },
];
const twoCalls: Capacity = { voice: { slots: 2, interruptedBy: [] } };
const blended: Capacity = {
  voice: { slots: 1, interruptedBy: [] },
  chat: { slots: 2, interruptedBy: ["voice"] },
};

/** Everything there is, mixed. */
export const everything: Kinds = {
  strategies: [
    ...plainStrategies,
    { by: "fewest-calls", windowSeconds: 30 },
    { by: "lowest-occupancy" },
    { by: "round-robin" },
    { by: "weighted-random" },
    { by: "ordered-list", agents: agentIds.slice(1, 3).toReversed() },
    { by: "idleness-balance", shares: { g0: 1, g1: 2 } },
  ],
  priorities: [
    ...plainPriorities,
    { mode: "balance", share: 1, topAfterSeconds },
    { mode: "balance", share: 3, topAfterSeconds },
  ],
  offerings: [{ mode: "one" }, { mode: "one" }, { mode: "several", atMost: 2 }, { mode: "claim" }],
  capacities: [undefined, twoCalls, blended],
  rentals: rentalIds.length,
};

/** What a plain scan can decide too: no contracts, no shares, no chance, nothing remembered. */
export const plain: Kinds = {
  strategies: plainStrategies,
  priorities: plainPriorities,
  offerings: [{ mode: "one" }],
  capacities: [undefined, twoCalls, blended],
  rentals: 0,
};

/** The same, with queues that ring several agents at once. */
export const plainSeveral: Kinds = { ...plain, offerings: [{ mode: "one" }, { mode: "several", atMost: 2 }] };

const groups = fc.subarray(["g0", "g1"]);
const levels = fc.dictionary(fc.constantFrom("english", "mandarin"), fc.integer({ min: 1, max: 3 }), {
  maxKeys: 2,
});
const eligible = fc.constantFrom(
  "anyone",
  "english >= 1",
  "english >= 2",
  "mandarin >= 2",
  "english >= 2 && mandarin >= 1",
  "english >= 3 || mandarin >= 3",
  "!english",
);
const conditions = fc
  .constantFrom("waiting >= 2", "ready >= 1", "ewt > 5", "service-level < 80%")
  .map(condition);
const sources = fc.constantFrom<readonly AgentSource[]>(
  ["own", "rented", "shared"],
  ["own"],
  ["own", "rented"],
  ["rented", "shared"],
);
const weeklyHours = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 }))
  .map(([from, minutes]) => ({
    timeZone: "UTC",
    weekly: [{ days: [4], from: `00:0${from}`, to: `00:0${from + minutes}` }],
    holidays: [],
  }));

const step: fc.Arbitrary<SearchStep> = fc
  .tuple(
    eligible,
    fc.record({ from: sources, groups, widens: fc.boolean(), considerIf: conditions }, { requiredKeys: [] }),
  )
  .map(([text, { groups, ...rules }]) => stage(text, groups?.length ? { ...rules, groups } : rules));

const steps: fc.Arbitrary<SearchStep[]> = fc
  .tuple(fc.array(fc.tuple(step, fc.constantFrom(20, 5, 1)), { maxLength: 2 }), step)
  .map(([timed, last]) => [...timed.map(([step, forSeconds]) => ({ ...step, forSeconds })), last]);

const target: fc.Arbitrary<OverflowTarget> = fc.oneof(
  fc.constant({ to: "flow" as const }),
  fc.constant({ to: "hang-up" as const }),
  fc.record({ to: fc.constant("queue"), queue: fc.constantFrom(...queueIds), keepAge: fc.boolean() }),
);
const overflow: fc.Arbitrary<Overflow> = fc.record(
  { "maximum-waiting": target, "maximum-wait": target, "no-agents": target, closed: target },
  { requiredKeys: [] },
);
const keepFree = fc.array(fc.record({ agents: fc.constantFrom(1, 2), fromPriority: fc.constantFrom(1, 2) }), {
  maxLength: 2,
});

function queues(kinds: Kinds): fc.Arbitrary<Queue[]> {
  const rules = fc.record(
    {
      tenant: fc.constantFrom(...(kinds.rentals > 0 ? tenantIds : tenantIds.slice(0, 1))),
      medium: fc.constantFrom("voice", "voice", "chat"),
      steps,
      skipsEmptySteps: fc.boolean(),
      priority: fc.constantFrom(...kinds.priorities),
      strategy: fc.constantFrom(...kinds.strategies),
      offering: fc.constantFrom(...kinds.offerings),
      ringForSeconds: fc.constantFrom(15, 5),
      wrapUpSeconds: fc.constantFrom(10, 0),
      declinedPauseSeconds: fc.constantFrom(5, 0),
      busyPauseSeconds: fc.constantFrom(5, 0),
      autoAnswer: fc.boolean(),
      overflow,
    },
    { requiredKeys: [] },
  );
  const limits = fc.tuple(
    rarely(fc.record({ keepFree })),
    rarely(fc.record({ maximumWaiting: fc.constantFrom(2, 0) })),
    rarely(fc.record({ maximumWaitSeconds: fc.constantFrom(20, 5) })),
    rarely(fc.record({ hours: weeklyHours })),
  );
  const one = fc
    .tuple(rules, limits)
    .map(([rules, limits]): Partial<Queue> => Object.assign({}, rules, ...limits));
  return fc
    .tuple(...queueIds.map(() => one))
    .map((all) => all.map((rules, nth) => queue(queueIds[nth] ?? "", rules)));
}

function agents(kinds: Kinds): fc.Arbitrary<AgentProfile[]> {
  const more = fc.record(
    { tenant: fc.constantFrom(...tenantIds), groups, weight: fc.constantFrom(1, 4) },
    { requiredKeys: [] },
  );
  const one = fc.tuple(levels, more, fc.constantFrom(...kinds.capacities));
  return fc.tuple(...agentIds.map(() => one)).map((all) =>
    all.map(([skills, { tenant, ...more }, capacity], nth) =>
      agent(agentIds[nth] ?? "", skills, {
        ...more,
        ...(tenant === undefined || kinds.rentals === 0 ? {} : { tenant }),
        ...(capacity === undefined ? {} : { capacity }),
      }),
    ),
  );
}

function rentals(kinds: Kinds): fc.Arbitrary<Rental[]> {
  const one = fc.tuple(
    fc.subarray(agentIds),
    fc.record(
      {
        source: fc.constantFrom("rented", "shared"),
        renter: fc.constantFrom(...tenantIds),
        skills: levels,
        weight: fc.constantFrom(1, 3),
        cap: fc.constantFrom(2, 1, 0),
        hours: weeklyHours,
      },
      { requiredKeys: [] },
    ),
  );
  return fc
    .tuple(...rentalIds.slice(0, kinds.rentals).map(() => one))
    .map((all) => all.map(([agents, more], nth) => rental(rentalIds[nth] ?? "", agents, more)));
}

/** A whole configuration. */
export function configurations(kinds: Kinds): fc.Arbitrary<Configuration> {
  return fc.record({ queues: queues(kinds), agents: agents(kinds), rentals: rentals(kinds) });
}

/** A configuration from which some may be missing. */
export function partialConfigurations(kinds: Kinds): fc.Arbitrary<Configuration> {
  return configurations(kinds).chain(({ queues, agents, rentals }) =>
    fc.record({
      queues: fc.subarray([...queues]),
      agents: fc.subarray([...agents]),
      rentals: fc.subarray([...rentals]),
    }),
  );
}

/** These rules, or more often none: else hardly any call would wait for long. */
function rarely<Rules extends object>(rules: fc.Arbitrary<Rules>): fc.Arbitrary<Rules | object> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: rules },
  );
}
