import { QueueId, RentalId, TenantId } from "../../../src/ids.ts";
import { anyone, type SearchStep } from "../../../src/routing/index.ts";
import { exponential, type Scenario } from "../../../src/simulation/index.ts";
import { agents, callers, queue } from "./centre.ts";

/** A tenant that rents its share of the pool. */
export interface Renter {
  readonly name: string;
  readonly weight: number;
  /** Load offered to the pool: how many agents its calls would keep busy. */
  readonly erlangs: number;
  /** Of a conversation and its wrap-up, which is 10 s. */
  readonly handlingSeconds: number;
  /** Mean; for ever if absent. */
  readonly patienceSeconds?: number;
}

export const wrapUpSeconds = 10;

const fromThePool: SearchStep = { eligible: anyone, from: ["shared"], widens: false };

/** A pool of agents of whom all renters may have any. */
export function sharingScenario(poolSize: number, renters: readonly Renter[]): Scenario {
  const pool = agents(poolSize, TenantId("pool"));
  return {
    agents: pool,
    queues: renters.map(({ name }) =>
      queue(name, { tenant: TenantId(name), wrapUpSeconds, steps: [fromThePool] }),
    ),
    rentals: renters.map(({ name, weight }) => ({
      id: RentalId(`rental-${name}`),
      source: "shared",
      renter: TenantId(name),
      agents: pool.map(({ id }) => id),
      weight,
    })),
    callers: renters.map(({ name, erlangs, handlingSeconds, patienceSeconds }) =>
      callers(name, {
        queue: QueueId(name),
        perSecond: erlangs / handlingSeconds,
        meanService: handlingSeconds - wrapUpSeconds,
        ...(patienceSeconds === undefined ? {} : { patience: exponential(patienceSeconds * 1000) }),
      }),
    ),
  };
}
