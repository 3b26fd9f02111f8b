import type { Agent } from "./agent.ts";
import { atRest, onBreak, ready, reserve } from "./availability.ts";
import type { Draft } from "./draft.ts";
import type { RoutingEventOf } from "./event.ts";
import { withdrawOffer } from "./offers.ts";

/** An agent asked for a state. At rest it is had at once; with work at hand it is reserved for afterwards. */
export function agentAsked(draft: Draft, event: RoutingEventOf<"agent-asked">): void {
  const agent = draft.agents.get(event.agent);
  if (agent === undefined) return;
  switch (event.to) {
    case "ready":
      return askedReady(draft, agent);
    case "not-ready":
      return askedNotReady(draft, agent, event.reason);
    case "logged-out":
      return askedLoggedOut(draft, agent);
  }
}

/** Nobody is ready whom nothing can ring; a repeated wish keeps the idle time. */
function askedReady(draft: Draft, agent: Agent): void {
  if (!agent.hasDevice || agent.state.at === "ready") return;
  if (isBusy(agent)) draft.putAgent(reserve(agent, {}));
  else draft.putAgent(ready(agent, draft.at, draft.at));
}

function askedNotReady(draft: Draft, agent: Agent, reason: string): void {
  if (agent.state.at === "not-ready" && agent.state.reason === reason) return;
  if (isBusy(agent)) draft.putAgent(reserve(agent, { breakReserved: reason }));
  else draft.putAgent(onBreak(agent, draft.at, reason));
}

/** Who signs out while a device rings is not made to answer: the call goes back to its place. */
function askedLoggedOut(draft: Draft, agent: Agent): void {
  if (agent.state.at === "logged-out") return;
  if (agent.state.at === "talking") return draft.putAgent(reserve(agent, { signOutReserved: true }));
  if (agent.state.at === "reserved") withdrawOffer(draft, agent.state.reservation);
  draft.putAgent(atRest(agent, { at: "logged-out", since: draft.at }));
}

/** An offer rings or a conversation goes on; wrap-up is ended by the agent's own act. */
function isBusy({ state }: Agent): boolean {
  return state.at === "reserved" || state.at === "talking";
}
