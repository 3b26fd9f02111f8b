import type { Agent, AgentState, Work } from "../agent.ts";
import { type Capacity, type Medium, oneCall } from "../capacity.ts";
import type { Exclusion } from "../explanation.ts";

/** What an agent is doing, as far as offers of one medium go. 0 is free: an offer may be made. */
export type Availability = 0 | 1 | 2 | 3 | 4;

/** The exclusions of `Availability`, by its numbers. */
export const exclusionOf: readonly (Exclusion | undefined)[] = [
  undefined,
  "logged-out",
  "no-device",
  "not-ready",
  "occupied",
];

export function capacityOf({ profile }: Agent): Capacity {
  return profile.capacity ?? oneCall;
}

/** What this agent is doing, as far as offers of this medium go. */
export function availability(agent: Agent, medium: Medium): Availability {
  const { state, hasDevice } = agent;
  if (agent.dismissed === true) return 1;
  switch (state.at) {
    case "logged-out":
      return 1;
    case "not-ready":
      return hasDevice ? 3 : 2;
    case "ready":
      return hasDevice ? 0 : 2;
    default:
      return hasRoom(agent, medium) ? 0 : 4;
  }
}

/** An agent with work in hand may take more if it has slots left, and what is in hand may be interrupted by it. */
function hasRoom(
  { profile, works, hasDevice, breakReserved, signOutReserved }: Agent,
  medium: Medium,
): boolean {
  if (profile.capacity === undefined) return false;
  if (!hasDevice || breakReserved !== undefined || signOutReserved === true) return false;
  const capacity = profile.capacity;
  let taken = 0;
  for (const work of works) {
    if (work.medium === medium) taken += 1;
    else if (capacity[work.medium]?.interruptedBy.includes(medium) !== true) return false;
  }
  return taken < (capacity[medium]?.slots ?? 0);
}

const weight = { talking: 0, reserved: 1, "wrap-up": 2 } as const;

/** The foremost work: talking before reserved before wrap-up, then the oldest. */
export function foremost(works: readonly Work[]): Work | undefined {
  let best: Work | undefined;
  for (const work of works) if (best === undefined || weight[work.at] < weight[best.at]) best = work;
  return best;
}

/** Whether conversations or wrap-ups are in hand: what counts as being busy. */
export function isBusy(works: readonly Work[]): boolean {
  for (const { at } of works) if (at !== "reserved") return true;
  return false;
}

/** The agent with this in hand, and the state that follows from it. There is work. */
export function withWorks(agent: Agent, works: readonly Work[], at: number): Agent {
  const busySince = isBusy(works) ? (agent.busySince ?? at) : undefined;
  const busyMs = busySince === undefined ? busyUntil(agent, at) : agent.busyMs;
  return { ...agent, works, state: foremost(works) ?? agent.state, busySince, busyMs };
}

/** The agent at rest in this state: no work in hand, so nothing is reserved to follow it. */
export function atRest(agent: Agent, state: AgentState, at: number): Agent {
  return {
    ...agent,
    state,
    works: noWorks,
    breakReserved: undefined,
    signOutReserved: undefined,
    busyMs: busyUntil(agent, at),
    busySince: undefined,
  };
}

function busyUntil({ busyMs, busySince }: Agent, at: number): number {
  return busySince === undefined ? busyMs : busyMs + Math.max(0, at - busySince);
}

const noWorks: readonly Work[] = [];

/** Ready, and idle since the given moment. */
export function ready(agent: Agent, at: number, idleSince: number): Agent {
  return { ...atRest(agent, { at: "ready", since: at }, at), idleSince };
}

/** Not ready for this reason, whatever was reserved; ready again by itself from `until` on, if given. */
export function onBreak(agent: Agent, at: number, reason: string, until?: number): Agent {
  const state: AgentState = { at: "not-ready", since: at, reason };
  return atRest(agent, until === undefined ? state : { ...state, until }, at);
}

/**
 * The agent after the last work in hand has ended: signed out, on the reserved break, without a device not ready, else
 * ready. `idleSince` counts only if the agent becomes ready.
 */
export function afterWork(agent: Agent, at: number, idleSince: number): Agent {
  if (agent.signOutReserved === true) return atRest(agent, { at: "logged-out", since: at }, at);
  if (agent.breakReserved !== undefined) return onBreak(agent, at, agent.breakReserved);
  return agent.hasDevice ? ready(agent, at, idleSince) : onBreak(agent, at, "device-gone");
}

/** What the agent does after the work in hand: the latest wish in place of any earlier one. */
export function reserve(agent: Agent, wish: Pick<Agent, "breakReserved" | "signOutReserved">): Agent {
  const { breakReserved, signOutReserved } = wish;
  if (agent.breakReserved === breakReserved && agent.signOutReserved === signOutReserved) return agent;
  return { ...agent, breakReserved, signOutReserved };
}
