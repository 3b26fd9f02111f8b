import type { WeeklyHours } from "../calendar/index.ts";
import type { QueueId, TenantId } from "../ids.ts";
import type { AgentStrategy } from "./agent-strategy.ts";
import type { Medium } from "./capacity.ts";
import type { Overflow } from "./overflow.ts";
import type { PriorityPolicy } from "./priority-policy.ts";
import type { SearchStep } from "./search-step.ts";

/** How a call is brought to agents. */
export type Offering =
  | { readonly mode: "one" }
  /** Rings up to so many at once; the first answer wins, the others are withdrawn. Who becomes free is rung too. */
  | { readonly mode: "several"; readonly atMost: number }
  /** Rings nobody by itself: agents pick from what waits. */
  | { readonly mode: "claim" };

/** So many of the eligible free agents are kept for calls of this priority and above. */
export interface KeepFree {
  readonly agents: number;
  readonly fromPriority: number;
}

/** A queue's rules. */
export interface Queue {
  readonly id: QueueId;
  readonly tenant: TenantId;
  readonly medium: Medium;
  /** 1 to 10. */
  readonly steps: readonly SearchStep[];
  /** Skips a step at once while nobody signed in could ever match it. The last step is never skipped. */
  readonly skipsEmptySteps: boolean;
  readonly priority: PriorityPolicy;
  readonly strategy: AgentStrategy;
  readonly keepFree: readonly KeepFree[];
  readonly offering: Offering;
  /** The device is asked to answer by itself. */
  readonly autoAnswer: boolean;
  readonly ringForSeconds: number;
  readonly wrapUpSeconds: number;
  /** How long an agent who declined is not ready; then ready again. */
  readonly declinedPauseSeconds: number;
  /** How long an agent whose device was busy is not ready; then ready again. */
  readonly busyPauseSeconds: number;
  /** A call that finds so many waiting is not kept. */
  readonly maximumWaiting?: number;
  /** Counted from entering this queue. A flow may ask for less. */
  readonly maximumWaitSeconds?: number;
  /** A call that comes outside them is not kept; those that wait at closing time are served. */
  readonly hours?: WeeklyHours;
  readonly overflow: Overflow;
  /** The service level aimed at: `share` (0 to 1) answered within `withinSeconds`. */
  readonly target: { readonly share: number; readonly withinSeconds: number };
}
