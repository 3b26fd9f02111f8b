import type { AgentId, CallId, ReservationId } from "../ids.ts";

/** Skill name → level, 1 (basic) to 10 (expert). A skill that is absent is not held. */
export type SkillLevels = Readonly<Record<string, number>>;

/** What routing must know of an agent from configuration. */
export interface AgentProfile {
  readonly id: AgentId;
  readonly skills: SkillLevels;
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

/**
 * An agent's availability. Wrap-up is part of the call: no offer may arrive in it.
 *
 *   logged-out → not-ready ⇄ ready → reserved → talking → wrap-up → ready
 *                    ↑                  │                     │
 *                    └── not answered ──┘   (reserved break) ─┘
 *
 * Ring-no-answer sends reserved to not-ready, so a dead desk cannot eat the queue.
 * An offer withdrawn through no fault of the agent sends reserved back to ready, the idle time kept.
 * Times are epoch milliseconds.
 */
export type AgentState =
  | { readonly at: "logged-out"; readonly since: number }
  | { readonly at: "not-ready"; readonly since: number; readonly reason: string }
  | { readonly at: "ready"; readonly since: number }
  | {
      readonly at: "reserved";
      readonly since: number;
      readonly reservation: ReservationId;
      readonly call: CallId;
    }
  | {
      readonly at: "talking";
      readonly since: number;
      readonly call: CallId;
      /** The offer that was answered: a repeat of that answer is told from a late answer to another offer. */
      readonly reservation: ReservationId;
      /** Of the call's queue when the offer was answered. */
      readonly wrapUpSeconds: number;
    }
  | { readonly at: "wrap-up"; readonly since: number; readonly call: CallId; readonly until: number };

/**
 * An agent as routing holds it.
 *
 * What follows the work at hand (an offer, or a conversation and its wrap-up), first that applies:
 * `signOutReserved` → logged-out; `breakReserved` → not-ready; no device → not-ready(`device-gone`); else ready.
 * The agent's latest wish stands: asking for one clears the other, asking for ready clears both.
 */
export interface Agent {
  readonly profile: AgentProfile;
  readonly state: AgentState;
  /** A registered device can ring. Ready and reserved imply it, but for a state read back before devices are known. */
  readonly hasDevice: boolean;
  /** When the agent last became idle (ready after work or after sign-in); the longest idle is served first. */
  readonly idleSince: number;
  /** A reserved break: takes effect after the current call, instead of ready. */
  readonly breakReserved?: string;
  /** Signs out after the current call, instead of ready. Only while talking or in wrap-up. */
  readonly signOutReserved?: true;
  /** No longer configured: goes when the conversation ends. Only while talking. */
  readonly dismissed?: true;
}
