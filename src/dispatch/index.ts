export { type AdmittedCall, Dispatcher, type DispatcherParts } from "./dispatcher.ts";
export type { FeedEvent } from "./feed.ts";
export type {
  Clock,
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
export type {
  AgentChange,
  AgentChangeResult,
  AgentRefusal,
  AgentView,
  CallView,
  FeedBatch,
  Snapshot,
} from "./views.ts";
