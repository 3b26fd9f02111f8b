import type { AgentId } from "../ids.ts";
import { onBreak } from "./availability.ts";
import type { Draft } from "./draft.ts";
import { ringingDeviceGone } from "./offers.ts";

/** A device can ring again. Whether the agent is ready stays the agent's to say. */
export function deviceRegistered(draft: Draft, id: AgentId): void {
  const agent = draft.agents.get(id);
  if (agent === undefined || agent.hasDevice) return;
  draft.putAgent({ ...agent, hasDevice: true });
}

/** Nothing can ring any more: no offer comes, and one that rings is over. A conversation goes on by itself. */
export function deviceGone(draft: Draft, id: AgentId): void {
  const agent = draft.agents.get(id);
  if (agent === undefined || !agent.hasDevice) return;
  const without = { ...agent, hasDevice: false };
  if (agent.state.at === "ready") return draft.putAgent(onBreak(without, draft.at, "device-gone"));
  draft.putAgent(without);
  if (agent.state.at === "reserved") ringingDeviceGone(draft, agent.state.reservation);
}
