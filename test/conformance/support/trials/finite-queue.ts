import { finiteComparisons, finiteScenario, mmck } from "../erlang.ts";
import type { Trial } from "../trial.ts";

/** A limit to how many wait. The large one of the reference is the skill-based centre's, and compared there. */
export const finiteQueueTrials: readonly Trial[] = mmck
  .filter(({ n }) => n <= 20)
  .map((row) => ({
    name: `finite-queue-${row.n}`,
    inWords: `with ${row.n} agents and ${row.extraWaitingSpaces} places at ${row.a} erlangs`,
    scenario: finiteScenario(row),
    calls: 1_500_000,
    compare: (report) => finiteComparisons(row, report),
  }));
