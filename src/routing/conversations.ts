import type { CallId } from "../ids.ts";
import type { Agent, AgentState } from "./agent.ts";
import { afterWork } from "./availability.ts";
import type { Draft } from "./draft.ts";

/** The conversation of a call is over: its agent wraps up, or goes if no longer configured. */
export function conversationEnded(draft: Draft, call: CallId): void {
  for (const agent of draft.agents.now.values()) {
    if (agent.state.at === "talking" && agent.state.call === call) return wrapUp(draft, agent, agent.state);
  }
}

/** The agent has wrapped up. Idle since the wrap-up was over, even if that is noticed later. */
export function wrapUpEnded(draft: Draft, agent: Agent, until: number): void {
  draft.putAgent(afterWork(agent, draft.at, until));
}

function wrapUp(draft: Draft, agent: Agent, { call, wrapUpSeconds }: AgentState & { at: "talking" }): void {
  const { at } = draft;
  if (agent.dismissed === true) return draft.dropAgent(agent);
  if (wrapUpSeconds === 0) return draft.putAgent(afterWork(agent, at, at));
  draft.putAgent({ ...agent, state: { at: "wrap-up", since: at, call, until: at + wrapUpSeconds * 1000 } });
}
