import type { Trial } from "../trial.ts";
import { ageingTrials } from "./ageing.ts";
import { erlangATrials } from "./erlang-a.ts";
import { erlangCTrials } from "./erlang-c.ts";
import { fcfsAlisTrials } from "./fcfs-alis.ts";
import { finiteQueueTrials } from "./finite-queue.ts";
import { skillBasedTrials } from "./skill-based.ts";

/** All that the simulation is compared with, figure by figure. */
export const trials: readonly Trial[] = [
  ...erlangCTrials,
  ...erlangATrials,
  ...finiteQueueTrials,
  ...fcfsAlisTrials,
  ...skillBasedTrials,
  ...ageingTrials,
];
