import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";

/**
 * A call that waits. It stays here, age and place kept, until it is connected or leaves. Times are epoch ms. Absent
 * and undefined are the same.
 */
export interface WaitingCall {
  readonly id: CallId;
  readonly queue: QueueId;
  /** 0 (lowest) to 9; what it is worth is the queue's to say. */
  readonly priority: number;
  /** Since when it has been waiting, earlier queues included where they kept its age. */
  readonly queuedAt: number;
  /** When it entered this queue. */
  readonly enteredAt: number;
  /** How many were waiting before it in this queue when it entered, plus one. */
  readonly positionFound: number;
  /**
   * Latest moment to wait until; then the call is not kept, for `maximum-wait`. While an offer rings the clock stands
   * still: an answer wins, and only an offer that ends otherwise makes the call leave.
   */
  readonly giveUpAt?: number | undefined;
  /**
   * Is not kept, for `no-agents`, when nobody signed in could serve it at any step. The same goes for every call of a
   * queue that says where such calls go.
   */
  readonly needsAgents: boolean;
  /** The step it is at, from 0. */
  readonly step: number;
  /** When the step ends. Absent at the last step, while an offer rings, and while the call is kept for an agent. */
  readonly stepEndsAt?: number | undefined;
  /** What was left of the step's time when an offer began to ring. */
  readonly stepLeftMs?: number | undefined;
  /** Kept for this agent until then: nobody else is offered it, and the search begins afterwards. */
  readonly preferred?: { readonly agent: AgentId; readonly until: number } | undefined;
  /** How many offers were made so far, earlier queues included; numbers the reservations. */
  readonly offers: number;
  /** Agents who did not take it, each once; they come last next time. */
  readonly passedOver: readonly AgentId[];
  /** The offers that ring now. */
  readonly reservations: readonly ReservationId[];
  /** It was picked, or kept for the agent who is rung: nobody else is rung meanwhile. */
  readonly ringsAlone?: true | undefined;
  /** Queues it overflowed from. */
  readonly overflowedFrom: readonly QueueId[];
}
