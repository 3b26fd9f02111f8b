import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { SkillLevels } from "./agent.ts";

/** A queue's rules. Every level in `requires` is a minimum. */
export interface Queue {
  readonly id: QueueId;
  readonly requires: SkillLevels;
  readonly ringForSeconds: number;
  readonly wrapUpSeconds: number;
}

/** A call that waits. It stays here, age and place kept, until it is connected or leaves. */
export interface WaitingCall {
  readonly id: CallId;
  readonly queue: QueueId;
  /** 0 (lowest) to 9; a higher priority is served before any lower one. */
  readonly priority: number;
  readonly queuedAt: number;
  /**
   * Latest moment to wait until; then the call gives up with `maximum-wait`. While an offer rings the clock stands
   * still: an answer wins, and only an offer that ends otherwise makes the call give up.
   */
  readonly giveUpAt?: number;
  /** Gives up at once, with `no-agents`, when nobody signed in could ever serve it. */
  readonly needsAgents: boolean;
  /** How many offers were made so far, earlier queues included; numbers the reservations. */
  readonly offers: number;
  /** Agents who did not take it, each once; they come last next time. */
  readonly passedOver: readonly AgentId[];
  /** The offer that rings now. */
  readonly reservation?: ReservationId;
}
