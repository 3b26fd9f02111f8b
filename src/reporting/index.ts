export type { Answer, Refusal, WhyNot } from "./answer.ts";
export { type ErlangAFigures, type ErlangAInput, erlangA, type ServiceLevelVariant } from "./erlang-a.ts";
export { type ErlangAStaffingInput, erlangAAgentsForServiceLevel } from "./erlang-a-staffing.ts";
export { type ErlangBFigures, type ErlangBInput, erlangB } from "./erlang-b.ts";
export { type ErlangCFigures, type ErlangCInput, erlangC } from "./erlang-c.ts";
export {
  erlangCAgentsForServiceLevel,
  erlangCAgentsForWaitProbability,
  type ServiceLevelTarget,
} from "./erlang-c-staffing.ts";
export { type FiniteQueueFigures, type FiniteQueueInput, finiteQueue } from "./finite-queue.ts";
export { garnettWaitProbability } from "./garnett.ts";
export { halfinWhittBeta, halfinWhittWaitProbability } from "./halfin-whitt.ts";
export type { InputName } from "./inputs.ts";
export { squareRootAgents } from "./square-root-staffing.ts";
export type { Workload } from "./workload.ts";
