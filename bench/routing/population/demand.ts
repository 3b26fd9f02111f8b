import type { AgentId, QueueId } from "../../../src/ids.ts";
import type { Cell } from "./cell.ts";
import { membersByStep } from "./membership.ts";
import { tenants } from "./tenants.ts";

/** Calls that come for some of the queues. */
export interface Demand {
  /** Calls a millisecond as agents could just serve them. */
  readonly served: number;
  /** Adds up to 1. */
  readonly queues: readonly (readonly [weight: number, queue: QueueId])[];
}

/** What comes to the tenants that keep up, and to those that do not. */
export interface Demands {
  readonly calm: Demand;
  readonly busy: Demand;
}

/** Every agent's time is split evenly over the queues it can serve; each queue's calls come in proportion to that. */
export function demandsOf(cell: Cell, handlingMs: number): Demands {
  const members = new Map(cell.queues.map((queue) => [queue.id, membersByStep(cell, queue).at(-1) ?? []]));
  const served = new Map<AgentId, number>();
  for (const agents of members.values()) {
    for (const agent of agents) served.set(agent, (served.get(agent) ?? 0) + 1);
  }
  const calm = new Set(tenants.filter((tenant) => tenant.calm).map(({ id }) => id));
  const demandOf = (isCalm: boolean): Demand => {
    const weights = cell.queues
      .filter(({ tenant }) => calm.has(tenant) === isCalm)
      .map(({ id }): [number, QueueId] => [sumOf(members.get(id) ?? [], served), id]);
    const total = weights.reduce((sum, [weight]) => sum + weight, 0);
    return {
      served: total / handlingMs,
      queues: weights.map(([weight, id]): [number, QueueId] => [weight / total, id]),
    };
  };
  return { calm: demandOf(true), busy: demandOf(false) };
}

function sumOf(agents: readonly AgentId[], served: ReadonlyMap<AgentId, number>): number {
  return agents.reduce((sum, agent) => sum + 1 / (served.get(agent) ?? 1), 0);
}
