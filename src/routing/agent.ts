import type { AgentId, CallId, QueueId, RentalId, ReservationId, TenantId } from "../ids.ts";
import type { Capacity, Medium } from "./capacity.ts";

/** Skill name → level, 1 (basic) to 10 (expert). A skill that is absent is not held. */
export type SkillLevels = Readonly<Record<string, number>>;

/** What routing must know of an agent from configuration. */
export interface AgentProfile {
  readonly id: AgentId;
  /** Whose agent it is. Others are served under a rental. */
  readonly tenant: TenantId;
  readonly skills: SkillLevels;
  /** Agent groups, by the keys the tenant gave them. None if absent. */
  readonly groups?: readonly string[];
  /** How many work items of each medium at once. One voice call at a time if absent. */
  readonly capacity?: Capacity;
  /** For the weighted-random strategy, above 0. 1 if absent. */
  readonly weight?: number;
}

/** Why the platform itself made an agent not ready. Agents' own reasons are free text. */
export type SystemReason =
  | "signed-in"
  | "ring-no-answer"
  | "declined"
  | "device-busy"
  | "device-unreachable"
  | "device-gone"
  | "platform-restarted";

/** One work item that an agent has in hand. Times are epoch milliseconds. */
export type Work = {
  readonly since: number;
  readonly call: CallId;
  readonly queue: QueueId;
  readonly medium: Medium;
  /** The offer that brought it: a repeat of its answer is told from a late answer to another offer. */
  readonly reservation: ReservationId;
  /** The rental it is done under, when it is not for the agent's own tenant. */
  readonly rental?: RentalId | undefined;
  /** Agent time charged to the rental's account beforehand, in milliseconds; made good when the work ends. */
  readonly chargedMs?: number | undefined;
} & (
  | { readonly at: "reserved" }
  | {
      readonly at: "talking";
      /** Of the call's queue when the offer was answered. */
      readonly wrapUpSeconds: number;
    }
  | {
      readonly at: "wrap-up";
      readonly until: number;
      /** When the conversation began. */
      readonly talkedSince: number;
    }
);

/**
 * An agent's availability. Wrap-up is part of the call: no offer may arrive in it.
 *
 *   logged-out → not-ready ⇄ ready → reserved → talking → wrap-up → ready
 *                    ↑                  │                     │
 *                    └── not answered ──┘   (reserved break) ─┘
 *
 * Ring-no-answer sends reserved to not-ready, so a dead desk cannot eat the queue.
 * An offer withdrawn through no fault of the agent sends reserved back to ready, the idle time kept.
 * An agent with work in several slots shows the foremost: talking before reserved before wrap-up, then the oldest.
 * Times are epoch milliseconds.
 */
export type AgentState =
  | { readonly at: "logged-out"; readonly since: number }
  | {
      readonly at: "not-ready";
      readonly since: number;
      readonly reason: string;
      /** Ready again by itself from this moment on, or when a device registers anew. */
      readonly until?: number;
    }
  | { readonly at: "ready"; readonly since: number }
  | Work;

/**
 * An agent as routing holds it. Absent and undefined are the same throughout: records of one shape are quicker to copy.
 *
 * What follows the last work in hand, first that applies: `signOutReserved` → logged-out; `breakReserved` →
 * not-ready; no device → not-ready(`device-gone`); else ready.
 * The agent's latest wish stands: asking for one clears the other, asking for ready clears both.
 */
export interface Agent {
  readonly profile: AgentProfile;
  /** The foremost of `works`; without work logged-out, not-ready or ready. */
  readonly state: AgentState;
  /** Everything in hand, oldest first. */
  readonly works: readonly Work[];
  /** A registered device can ring. Ready and reserved imply it, but for a state read back before devices are known. */
  readonly hasDevice: boolean;
  /** When the agent last became idle (ready after work or after sign-in); the longest idle is served first. */
  readonly idleSince: number;
  /** A reserved break: takes effect after the work in hand, instead of ready. No offer comes meanwhile. */
  readonly breakReserved?: string | undefined;
  /** Signs out after the work in hand, instead of ready. */
  readonly signOutReserved?: true | undefined;
  /** No longer configured: goes when the work in hand ends. */
  readonly dismissed?: true | undefined;
  /** When the agent last signed in; what occupancy is counted from. */
  readonly signedInAt: number;
  /** Milliseconds since then spent on conversations and wrap-ups, up to the end of the last. */
  readonly busyMs: number;
  /** Since when conversations or wrap-ups have been in hand without a break. Only while they are. */
  readonly busySince?: number | undefined;
  /** When offers were answered, within the longest window any strategy looks back over; oldest first. */
  readonly answeredAt: readonly number[];
}
