import type { Account } from "./account.ts";
import type { AgentNode } from "./agent-node.ts";
import { type CallNode, olderFirst } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { Membership } from "./free-list.ts";
import type { Line } from "./line.ts";
import { membershipFor } from "./membership.ts";
import { rings } from "./ranking.ts";
import type { Reached } from "./reach.ts";
import { isAtTop, scoreNow, servedBefore } from "./score.ts";

/** A call that an agent could serve, under whose account, and whether it is kept for the agent. */
export interface Find {
  readonly call: CallNode;
  readonly score: number;
  readonly member: Membership;
  readonly account: Account | undefined;
  readonly isKept: boolean;
}

/**
 * The call that this agent should serve next. Between tenants who share the agent, the one that has had the least for
 * its weight; then the score. Among queues that balance, the one furthest above its share stands for all of them.
 */
export function bestCallFor(cell: Cell, agent: AgentNode): Find | undefined {
  let best = plainBest(cell, agent);
  let balanced: Find | undefined;
  for (const call of agent.kept) best = better(best, keptFor(cell, agent, call));
  for (const { member, line } of agent.reach.others) {
    const find = line.waiting === 0 || !isToBeHad(member) ? undefined : findIn(cell, member, line);
    if (find === undefined) continue;
    if (line.balances) balanced = furtherAbove(balanced, find);
    else best = better(best, find);
  }
  return better(best, balanced);
}

/** The best of those lines where nothing but the score has a word: told from their heads alone. */
function plainBest({ at }: Cell, agent: AgentNode): Find | undefined {
  const { plain, numbers } = agent.reach;
  const heads = plain[0]?.line.heads;
  if (heads === undefined || !agent.isToBeHad("voice")) return undefined;
  let best = -1;
  let bestPriority = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < numbers.length; index += 1) {
    const line = numbers[index] ?? -1;
    const priority = heads.best(line, at);
    if (priority < 0) continue;
    const score = heads.score(line, priority, at);
    if (score < bestScore) continue;
    if (score === bestScore && !isOlder(plain[index], priority, plain[best], bestPriority)) continue;
    best = index;
    bestPriority = priority;
    bestScore = score;
  }
  const [reached, call] = [plain[best], plain[best]?.line.headOf(bestPriority)];
  if (reached === undefined || call === undefined) return undefined;
  return { call, score: bestScore, member: reached.member, account: undefined, isKept: false };
}

/** Of two heads that score alike. */
function isOlder(
  one: Reached | undefined,
  priority: number,
  other: Reached | undefined,
  otherPriority: number,
) {
  const [mine, theirs] = [one?.line.headOf(priority), other?.line.headOf(otherPriority)];
  return mine !== undefined && (theirs === undefined || olderFirst(mine, theirs) < 0);
}

function findIn(cell: Cell, member: Membership, line: Line): Find | undefined {
  const call = nextIn(cell, line);
  if (call === undefined || rings(member.agent, call)) return undefined;
  return { call, score: scoreNow(call, cell.at), member, account: member.account, isKept: false };
}

/** Free, and not under a rental that is shut. */
function isToBeHad({ agent, list, pool }: Membership): boolean {
  return agent.isToBeHad(pool.medium) && !list.isShut;
}

function keptFor(cell: Cell, agent: AgentNode, call: CallNode): Find | undefined {
  const member = membershipFor(agent, call);
  if (member === undefined || !isToBeHad(member)) return undefined;
  return { call, score: scoreNow(call, cell.at), member, account: member.account, isKept: true };
}

function better(one: Find | undefined, other: Find | undefined): Find | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (isOwedMore(one.account, other.account)) return one;
  if (isOwedMore(other.account, one.account)) return other;
  return isBefore(one, other) ? one : other;
}

export function isBefore(one: Find, other: Find): boolean {
  return servedBefore(one.call, one.score, other.call, other.score);
}

function isOwedMore(one: Account | undefined, other: Account | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other && one.isOwedMoreThan(other);
}

function furtherAbove(one: Find | undefined, other: Find): Find {
  if (one === undefined) return other;
  if (one.account !== other.account) return better(one, other) ?? other;
  if (isAtTop(one.score) || isAtTop(other.score)) return isBefore(one, other) ? one : other;
  const [mine, theirs] = [one.call.queue.excess, other.call.queue.excess];
  if (mine !== theirs) return mine > theirs ? one : other;
  return isBefore(one, other) ? one : other;
}

/** The call of this line that is served next. */
export function nextIn(cell: Cell, line: Line): CallNode | undefined {
  if (line.waiting === 0 || line.isForClaims) return undefined;
  if (!line.keepsFree) return line.headOf(line.heads.best(line.number, cell.at));
  let best: CallNode | undefined;
  for (let priority = 0; priority < 10; priority += 1)
    if (hasSpare(line, priority)) best = sooner(cell, best, line.headOf(priority));
  return best;
}

/** More agents are free than are kept from calls of this priority. */
export function hasSpare({ keepsFree, queue, pool }: Line, priority: number): boolean {
  return !keepsFree || pool.open > queue.keptFrom(priority);
}

export function sooner(
  cell: Cell,
  one: CallNode | undefined,
  other: CallNode | undefined,
): CallNode | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return servedBefore(one, scoreNow(one, cell.at), other, scoreNow(other, cell.at)) ? one : other;
}
