import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Membership } from "./free-list.ts";
import type { Pool } from "./pool.ts";

/** The agent's place in a pool, if it is eligible there. */
export function membershipIn({ memberships }: AgentNode, pool: Pool): Membership | undefined {
  return memberships.find((member) => member.pool === pool);
}

/** The agent's place in the first step of the call's queue that admits it. */
export function membershipFor(agent: AgentNode, { queue }: CallNode): Membership | undefined {
  for (const { pool } of queue.lines) {
    const member = membershipIn(agent, pool);
    if (member !== undefined) return member;
  }
  return undefined;
}
