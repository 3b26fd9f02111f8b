import { comparisons, instances, scenarioOf } from "../fcfs-alis.ts";
import type { Trial } from "../trial.ts";

/** As many calls as it takes for a standard error of 1 % of every wait. */
const calls: Readonly<Record<string, number>> = {
  N2: 1_500_000,
  N_pools_3_3: 2_900_000,
  W_3x2: 1_500_000,
  M_2x3: 1_400_000,
  X_2x3_hetero: 1_500_000,
};

/** Several kinds of calls, and agents who take some of them. */
export const fcfsAlisTrials: readonly Trial[] = instances.map((instance) => ({
  name: `fcfs-alis-${instance.id.toLowerCase().replaceAll("_", "-")}`,
  inWords: `in ${instance.id}`,
  scenario: scenarioOf(instance),
  calls: calls[instance.id] ?? 0,
  compare: (report) => comparisons(instance, report),
}));
