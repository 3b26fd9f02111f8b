import type { AgentId } from "../ids.ts";
import type { Agent, AgentProfile } from "./agent.ts";
import type { Draft } from "./draft.ts";
import type { RoutingEventOf } from "./event.ts";
import { withdrawOffer } from "./offers.ts";
import { byText } from "./order.ts";
import { sameSkills } from "./skills.ts";

/**
 * A configuration takes the place of the last. Agents who remain keep their states; new ones start logged out.
 * Agents are kept in the order of their ids, so that every list made of them is in that order.
 */
export function configured(draft: Draft, event: RoutingEventOf<"configured">): void {
  if (event.version < draft.configVersion) return;
  draft.configure(event.version, new Map(event.queues.map((queue) => [queue.id, queue])));
  const profiles = new Map(event.agents.map((profile) => [profile.id, profile]));
  removeAgents(draft, profiles);
  for (const profile of profiles.values()) employ(draft, profile);
  draft.agents.arrange(byText);
}

function removeAgents(draft: Draft, profiles: ReadonlyMap<AgentId, AgentProfile>): void {
  for (const agent of draft.agents.now.values()) {
    if (!profiles.has(agent.profile.id)) dismiss(draft, agent);
  }
}

/** An offer that rings is withdrawn; a conversation is never cut. */
function dismiss(draft: Draft, agent: Agent): void {
  if (agent.state.at === "talking") return draft.putAgent({ ...agent, dismissed: true });
  if (agent.state.at === "reserved") withdrawOffer(draft, agent.state.reservation);
  draft.dropAgent(agent);
}

function employ(draft: Draft, { id, skills }: AgentProfile): void {
  const known = draft.agents.get(id);
  draft.putAgent(known === undefined ? newcomer(draft, { id, skills }) : kept(known, { id, skills }));
}

function newcomer({ at }: Draft, profile: AgentProfile): Agent {
  return { profile, state: { at: "logged-out", since: at }, hasDevice: false, idleSince: at };
}

/** The same record when nothing about the agent changed, so that nothing needs to be written again. */
function kept(agent: Agent, profile: AgentProfile): Agent {
  const { dismissed, ...employed } = agent;
  if (dismissed === undefined && sameSkills(agent.profile, profile)) return agent;
  return { ...employed, profile };
}
