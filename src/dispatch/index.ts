export type { ClaimOutcome } from "./claim.ts";
export { type AdmittedCall, Dispatcher, type DispatcherParts } from "./dispatcher.ts";
export type { FeedEvent } from "./feed.ts";
export type { Acquaintance } from "./last-agents.ts";
export type {
  Clock,
  DecisionLog,
  HangUpCause,
  History,
  LiveStore,
  Log,
  Offer,
  OfferResult,
  PlaybackResult,
  Switch,
  SwitchEvent,
} from "./ports.ts";
export type { Change, Changes, SavedCell } from "./saved.ts";
export type { ShownState } from "./shown-state.ts";
export type {
  AgentChange,
  AgentChangeResult,
  AgentRefusal,
  AgentView,
  CallView,
  FeedBatch,
  RentedAgentView,
  Snapshot,
  Team,
} from "./views.ts";
