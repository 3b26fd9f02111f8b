import type { AgentNode } from "./agent-node.ts";
import type { Membership } from "./free-list.ts";
import type { Line } from "./line.ts";

/** One line that an agent is eligible for, and as what. */
export interface Reached {
  readonly member: Membership;
  readonly line: Line;
}

/**
 * The lines an agent is eligible for. Where nothing but the score says whom it serves next, their numbers stand side by
 * side, so that looking through them touches nothing else.
 */
export interface Reach {
  readonly plain: readonly Reached[];
  readonly numbers: Int32Array;
  readonly others: readonly Reached[];
  /** Some of them keep agents free for some calls: how many are free must be known before this agent is given away. */
  readonly hasReserves: boolean;
}

export function reachOf(agent: AgentNode): Reach {
  const all = agent.memberships.flatMap((member) => member.pool.lines.map((line) => ({ member, line })));
  const plain = isSimple(agent) ? all.filter(isPlain) : [];
  const others = all.filter((reached) => !plain.includes(reached));
  const hasReserves = others.some(({ line }) => line.keepsFree);
  return { plain, numbers: Int32Array.from(plain, ({ line }) => line.number), others, hasReserves };
}

/** One call at a time, and only its own tenant's. */
function isSimple({ record, homeAccount }: AgentNode): boolean {
  return record.profile.capacity === undefined && homeAccount === undefined;
}

function isPlain({ member, line }: Reached): boolean {
  return line.isPlain && member.list.rental === undefined;
}
