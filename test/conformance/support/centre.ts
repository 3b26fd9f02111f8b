import { AgentId, QueueId, TenantId } from "../../../src/ids.ts";
import { type AgentProfile, anyone, type Queue } from "../../../src/routing/index.ts";
import { type CallerClass, exponential } from "../../../src/simulation/index.ts";

export const tenant = TenantId("house");

/** A queue that anybody of the house serves, oldest call first and longest idle agent first; no wrap-up. */
export function queue(id: string, rules: Partial<Queue> = {}): Queue {
  return {
    id: QueueId(id),
    tenant,
    medium: "voice",
    steps: [{ eligible: anyone, from: ["own"], widens: false }],
    skipsEmptySteps: false,
    priority: { mode: "strict", topAfterSeconds: never },
    strategy: { by: "longest-idle" },
    keepFree: [],
    offering: { mode: "one" },
    autoAnswer: false,
    ringForSeconds: 20,
    wrapUpSeconds: 0,
    declinedPauseSeconds: 10,
    busyPauseSeconds: 10,
    overflow: {},
    target: { share: 0.8, withinSeconds: 20 },
    ...rules,
  };
}

/** Longer than any simulation takes. */
export const never = 1e10;

export function agents(count: number, of = tenant): readonly AgentProfile[] {
  return Array.from({ length: count }, (_, nth) => ({ id: AgentId(`${of}-${nth}`), tenant: of, skills: {} }));
}

/** Callers of a queue who come at a steady rate and talk for an exponential time. Units are seconds. */
export function callers(
  name: string,
  { to = name, perSecond, meanService, ...rules }: CallersAtRate & Partial<CallerClass>,
): CallerClass {
  return {
    name,
    queue: QueueId(to),
    priority: 0,
    arrivals: { by: "rate", perSecond },
    service: exponential(meanService * 1000),
    goodWithinMs: 20_000,
    ...rules,
  };
}

interface CallersAtRate {
  /** The queue; named like the class if absent. */
  readonly to?: string;
  readonly perSecond: number;
  readonly meanService: number;
}
