export type { Call, CallOutcome, CallRecord, Conversation, EndedBy, QueuePassage } from "./call.ts";
export type { CallCommand } from "./command.ts";
export type { Arrival, CallEvent } from "./event.ts";
export { beginCall, latestPlayback, stepCall } from "./step.ts";
