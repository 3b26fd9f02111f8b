import type { Reservation } from "../reservation.ts";
import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";

/** A reservation where routing can find whom it holds. `record` is what the world sees of it. */
export class ReservationNode {
  readonly record: Reservation;
  readonly call: CallNode;
  readonly agent: AgentNode;
  /** It has ended. */
  isOver = false;

  constructor(record: Reservation, call: CallNode, agent: AgentNode) {
    this.record = record;
    this.call = call;
    this.agent = agent;
  }
}
