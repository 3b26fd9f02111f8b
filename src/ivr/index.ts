export type { FlowFault, FlowFaultCode } from "./fault.ts";
export { Flow, type FlowNode, Language, OpeningHours, type Say, type Utterance } from "./flow.ts";
export { stepWalk, walkDeadline } from "./step.ts";
export { utterancesOf } from "./utterances.ts";
export { validateFlow } from "./validate.ts";
export { validateHours } from "./validate-hours.ts";
export type { Walk, WalkCommand, WalkEvent } from "./walk.ts";
