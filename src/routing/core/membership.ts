import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Membership } from "./free-list.ts";
import type { Pool } from "./pool.ts";

/** The agent's place in a pool, if it is eligible there. */
export function membershipIn({ memberships }: AgentNode, pool: Pool): Membership | undefined {
  return memberships.find((member) => member.pool === pool);
}

/** The agent's place in the first step of the call's queue under which it can be had now, else in the first at all. */
export function membershipFor(agent: AgentNode, { queue }: CallNode): Membership | undefined {
  const places = queue.lines.flatMap(({ pool }) => membershipIn(agent, pool) ?? []);
  return places.find(({ isLinked, list }) => isLinked && !list.isShut) ?? places[0];
}
