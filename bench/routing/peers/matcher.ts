import type { FloorAgent, FloorCall } from "./people.ts";

/** That in which the peers differ: how a call and an agent find each other. */
export interface Matcher {
  /** The call waits from now on. */
  add(call: FloorCall): void;
  /** The call waits no longer. */
  remove(call: FloorCall): void;
  /** The call has come, is to be offered again, or may be offered to more agents now. */
  onCall(call: FloorCall): void;
  /** The agent has become free. */
  onAgent(agent: FloorAgent): void;
}

/** Makes the agent's telephone ring for the call: the agent is free no longer, the call rings. */
export type Ring = (call: FloorCall, agent: FloorAgent) => void;
