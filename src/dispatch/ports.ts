import type { CallRecord } from "../calls/index.ts";
import type { AgentId, CallId, LegId, PlaybackId, ReservationId, TenantId } from "../ids.ts";
import type { Utterance } from "../ivr/index.ts";
import type { OfferOutcome } from "../routing/index.ts";
import type { Acquaintance } from "./last-agents.ts";
import type { Changes, SavedCell } from "./saved.ts";

/** What an offer needs to ring an agent's device. */
export interface Offer {
  readonly reservation: ReservationId;
  readonly call: CallId;
  readonly agent: AgentId;
  /** Where the agent's devices are registered. */
  readonly sipUsername: string;
  /** Shown on the agent's device. */
  readonly caller: string;
  readonly queueName: string;
  readonly ringForSeconds: number;
  /** The device is asked to answer by itself. */
  readonly autoAnswer: boolean;
}

/** How ringing ended. `answered` brings the agent leg, which is ours to bridge or end. */
export type OfferResult =
  | { readonly outcome: "answered"; readonly leg: LegId }
  | { readonly outcome: Exclude<OfferOutcome, "answered"> };

/** How a playing ended; a failure lets the flow go on. */
export type PlaybackResult = "finished" | "stopped" | "failed";

/** What dispatch asks of a softswitch. Every operation is safe to repeat; a leg already gone counts as success. */
export interface Switch {
  answer(leg: LegId): Promise<void>;
  /** Speaks the utterances one after the other; resolves when the last was heard, or it was stopped. */
  play(leg: LegId, playback: PlaybackId, utterances: readonly Utterance[]): Promise<PlaybackResult>;
  stopPlaying(playback: PlaybackId): Promise<void>;
  startMusic(leg: LegId): Promise<void>;
  stopMusic(leg: LegId): Promise<void>;
  /**
   * Rings one agent, perhaps one of several who are rung for the same call; resolves once, when ringing ends. A failed offer is an outcome, not a rejection. `onRinging` is
   * called once where the device says that it rings.
   */
  offer(offer: Offer, onRinging?: () => void): Promise<OfferResult>;
  /** Stops the ringing; the pending offer resolves `withdrawn`, or ends the leg of an answer that crossed it. */
  withdraw(reservation: ReservationId): Promise<void>;
  /** Joins caller leg and agent leg. `failed`: one of them is gone. */
  bridge(call: CallId, caller: LegId, agent: LegId): Promise<"bridged" | "failed">;
  hangUp(leg: LegId, cause: HangUpCause): Promise<void>;
}

export type HangUpCause = "normal" | "no-agents" | "shutdown" | "failure";

/** What the softswitch tells dispatch. */
export type SwitchEvent =
  /** The caller leg of an admitted call has reached the application. */
  | { readonly type: "caller-arrived"; readonly call: CallId; readonly leg: LegId }
  | { readonly type: "digit-pressed"; readonly leg: LegId; readonly digit: string }
  /** A leg is gone, whoever ended it. */
  | { readonly type: "leg-ended"; readonly leg: LegId };

/** Live state that outlives the process. */
export interface LiveStore {
  load(tenant: TenantId): Promise<SavedCell>;
  /**
   * Writes what changed and appends the events, all or nothing. Resolves to the feed position after the last event,
   * before which nothing that follows from the changes is carried out.
   */
  save(tenant: TenantId, changes: Changes): Promise<string>;
  /** The record is in the history: it need not be kept here any longer. */
  forgetRecord(tenant: TenantId, call: CallId): Promise<void>;
}

/** The call history. Writing the same call twice keeps one row. */
export interface History {
  write(tenant: TenantId, record: CallRecord): Promise<void>;
  /** Who talked with which caller in the tenant's latest answered calls, newest first; at most `limit` calls back. */
  lastAgents(tenant: TenantId, limit: number): Promise<readonly Acquaintance[]>;
}

/** Time comes in through here. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once, at or soon after `at`. Returns the cancellation. */
  wakeAt(at: number, wake: () => void): () => void;
}

/** Where dispatch reports what it could not do. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Where each decision is told too, for those who want to follow them. */
export interface DecisionLog extends Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
}
