export { Flow, FlowNode, Language, Say, type Utterance } from "./flow.ts";
export { type FlowFault, utterancesOf, validateFlow } from "./validate.ts";
export type { Walk, WalkCommand, WalkEvent } from "./walk.ts";
export { stepWalk } from "./step.ts";
