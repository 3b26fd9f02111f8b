import type { AgentId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { WaitingCall } from "./queue.ts";

/** Orders plain text by its code units: the same on every machine, whatever its language. */
export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Orders waiting calls as they are served: the higher priority, then the longer wait, then the id. */
export function servedBefore(one: WaitingCall, other: WaitingCall): number {
  return other.priority - one.priority || one.queuedAt - other.queuedAt || byText(one.id, other.id);
}

/** Who is offered first: who has not passed this call over, then the longest idle, then the id. */
export function byRank(passedOver: ReadonlySet<AgentId>): (one: Agent, other: Agent) => number {
  return (one, other) =>
    Number(passedOver.has(one.profile.id)) - Number(passedOver.has(other.profile.id)) ||
    one.idleSince - other.idleSince ||
    byText(one.profile.id, other.profile.id);
}
