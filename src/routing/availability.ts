import type { Agent, AgentState } from "./agent.ts";

/** Signed in and here to stay: may serve a call now or later. */
export function isSignedIn(agent: Agent): boolean {
  return agent.state.at !== "logged-out" && agent.dismissed === undefined;
}

/** The agent at rest in this state: no work at hand, so nothing is reserved to follow it. */
export function atRest(agent: Agent, state: AgentState): Agent {
  const { breakReserved: _break, signOutReserved: _signOut, ...rest } = agent;
  return { ...rest, state };
}

/** Ready, and idle since the given moment. */
export function ready(agent: Agent, at: number, idleSince: number): Agent {
  return { ...atRest(agent, { at: "ready", since: at }), idleSince };
}

/**
 * The agent after the work at hand has ended: signed out, on the reserved break, without a device not ready, else
 * ready. `idleSince` counts only if the agent becomes ready.
 */
export function afterWork(agent: Agent, at: number, idleSince: number): Agent {
  if (agent.signOutReserved === true) return atRest(agent, { at: "logged-out", since: at });
  if (agent.breakReserved !== undefined) return onBreak(agent, at, agent.breakReserved);
  return agent.hasDevice ? ready(agent, at, idleSince) : onBreak(agent, at, "device-gone");
}

/** Not ready for this reason, whatever was reserved. */
export function onBreak(agent: Agent, at: number, reason: string): Agent {
  return atRest(agent, { at: "not-ready", since: at, reason });
}

/** What the agent does after this call: the latest wish in place of any earlier one. */
export function reserve(agent: Agent, wish: Pick<Agent, "breakReserved" | "signOutReserved">): Agent {
  if (agent.breakReserved === wish.breakReserved && agent.signOutReserved === wish.signOutReserved)
    return agent;
  return { ...atRest(agent, agent.state), ...wish };
}
