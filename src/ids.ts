/**
 * Branded ids: each is plain text at run time, but the compiler keeps one kind from standing in for another.
 * Make one with the function of the same name, at the door where the text has been checked.
 */
declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

/** The one place where text becomes an id: the brand exists for the compiler alone. */
function isId<Kind extends string>(text: string): text is Id<Kind> {
  return typeof text === "string";
}

function idOf<Kind extends string>(text: string): Id<Kind> {
  if (isId<Kind>(text)) return text;
  throw new TypeError("an id is text");
}

/** One customer organisation; everything it owns carries this id. */
export type TenantId = Id<"tenant">;
export const TenantId = (text: string): TenantId => idOf(text);

/** One conversation, from the caller's INVITE to the last leg's end: `c` and 32 hex digits. */
export type CallId = Id<"call">;
export const CallId = (text: string): CallId => idOf(text);

/** One SIP dialog as the softswitch names it (an Asterisk channel id). */
export type LegId = Id<"leg">;
export const LegId = (text: string): LegId => idOf(text);

export type AgentId = Id<"agent">;
export const AgentId = (text: string): AgentId => idOf(text);

export type QueueId = Id<"queue">;
export const QueueId = (text: string): QueueId => idOf(text);

/** A contract by which one tenant's agents serve another. */
export type RentalId = Id<"rental">;
export const RentalId = (text: string): RentalId => idOf(text);

export type FlowId = Id<"flow">;
export const FlowId = (text: string): FlowId => idOf(text);

export type TrunkId = Id<"trunk">;
export const TrunkId = (text: string): TrunkId => idOf(text);

/** Holds one agent and one call for each other while the agent's device rings: `<call>.<nth offer>`. */
export type ReservationId = Id<"reservation">;
export const ReservationId = (text: string): ReservationId => idOf(text);

/** One playing of prompts to one leg: `<call>.p<nth>`. */
export type PlaybackId = Id<"playback">;
export const PlaybackId = (text: string): PlaybackId => idOf(text);
