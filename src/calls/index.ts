export type { Call, CallOutcome, CallRecord, Conversation, EndedBy, QueuePassage } from "./call.ts";
