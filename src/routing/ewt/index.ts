export { emptyWaitMemory, type WaitMemory } from "./wait-memory.ts";
export { type WaitPrediction, WaitPredictor } from "./wait-predictor.ts";
