export type { Agent, AgentProfile, AgentState, SkillLevels, SystemReason } from "./agent.ts";
export type { RoutingCommand } from "./command.ts";
export type { RoutingEvent } from "./event.ts";
export { servedBefore } from "./order.ts";
export type { Queue, WaitingCall } from "./queue.ts";
export type { Exclusion, Explanation, OfferOutcome, Reservation } from "./reservation.ts";
export { emptyRouting, type RoutingState } from "./state.ts";
export { nextDeadline, step as stepRouting } from "./step.ts";
