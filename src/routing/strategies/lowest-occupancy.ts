import type { Agent } from "../agent.ts";
import type { Ranker } from "./ranker.ts";

/** The part of the time since sign-in with work in hand, 0 to 1: whoever had most rest first. */
export const lowestOccupancy: Ranker = {
  kind: "live",
  at: (moment) => (agent) => occupancy(agent, moment.at),
};

function occupancy(agent: Agent, at: number): number {
  const running = agent.busySince === undefined ? 0 : at - agent.busySince;
  return (agent.busyMs + running) / Math.max(1, at - agent.signedInAt);
}
