import type { Account } from "./account.ts";
import type { AgentNode } from "./agent-node.ts";
import { type CallNode, olderFirst } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { explain } from "./explain.ts";
import type { Membership } from "./free-list.ts";
import type { Line } from "./line.ts";
import { membershipFor } from "./membership.ts";
import { offer } from "./offer.ts";
import { type Ranking, rank, rankedAlone, rankOnly, rings } from "./ranking.ts";
import type { Reached } from "./reach.ts";
import { isAtTop, scoreNow, servedBefore } from "./score.ts";

/** A call that an agent could serve, under whose account, and whether it is kept for the agent. */
interface Find {
  readonly call: CallNode;
  readonly score: number;
  readonly member: Membership;
  readonly account: Account | undefined;
  readonly isKept: boolean;
}

/**
 * Offers every waiting call that some free agent can serve, in turn.
 *
 * Before the event no free agent could serve any waiting call but for a reserve, a rental or a claim. So only lines
 * that were touched and agents who became free need a look: that is why an event costs the same in a large centre.
 */
export function matchCalls(cell: Cell): void {
  for (;;) {
    const lines = cell.takeHot();
    const agents = cell.takeFreed();
    if (lines.length + agents.length === 0) return;
    const [only] = agents;
    if (only === undefined || lines.length > 0 || agents.length > 1 || !serveAlone(cell, only)) {
      for (const agent of agents) agent.takePlaces();
      serveLines(cell, lines);
      serveAgents(cell, agents);
    }
  }
}

/**
 * In a centre that is busy, who becomes free serves the next call at once, and is the only one who could: then the agent
 * need not take its place among the free of every pool only to leave it again. False if it is not so plain.
 */
function serveAlone(cell: Cell, agent: AgentNode): boolean {
  if (!agent.isPending || agent.reach.hasReserves) return false;
  const find = bestCallFor(cell, agent);
  const line = find?.call.queue.lineOf(find.call);
  if (find === undefined || line === undefined || line.pool.free > 0) return false;
  const { call, member, isKept } = find;
  const ranking = rankOnly(cell, call, member);
  offer(cell, call, member, explain(cell, call, line, ranking, isKept ? "preferred" : undefined));
  return !agent.isPending;
}

function serveLines(cell: Cell, lines: readonly Line[]): void {
  const [only] = lines;
  if (only !== undefined && lines.length === 1) serveLine(cell, only);
  else serveInTurn(cell, lines);
  topUp(cell, lines);
}

function serveLine(cell: Cell, line: Line): void {
  for (let next = firstOf(cell, line); next !== undefined; next = firstOf(cell, line))
    if (!offerToBest(cell, next, line)) return;
}

/** Whoever is served next of all these lines, until no agent is left for any of them. */
function serveInTurn(cell: Cell, touched: readonly Line[]): void {
  const lines = new Set(touched);
  for (let next = nextOf(cell, lines); next !== undefined; next = nextOf(cell, lines)) {
    const line = next.queue.lineOf(next);
    if (line === undefined) return;
    if (!offerToBest(cell, next, line)) lines.delete(line);
  }
}

/** The call to be served next of these lines. */
function nextOf(cell: Cell, lines: ReadonlySet<Line>): CallNode | undefined {
  let best: CallNode | undefined;
  for (const line of lines) best = sooner(cell, best, firstOf(cell, line));
  return best;
}

function sooner(cell: Cell, one: CallNode | undefined, other: CallNode | undefined): CallNode | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return servedBefore(one, scoreNow(one, cell.at), other, scoreNow(other, cell.at)) ? one : other;
}

/** The call of this line that is served next, if its pool has agents for it. */
function firstOf(cell: Cell, line: Line): CallNode | undefined {
  return line.pool.free === 0 ? undefined : nextIn(cell, line);
}

/** The call of this line that is served next. */
function nextIn(cell: Cell, line: Line): CallNode | undefined {
  if (line.waiting === 0 || line.isForClaims) return undefined;
  if (!line.keepsFree) return line.headOf(line.heads.best(line.number, cell.at));
  let best: CallNode | undefined;
  for (let priority = 0; priority < 10; priority += 1)
    if (hasSpare(line, priority)) best = sooner(cell, best, line.headOf(priority));
  return best;
}

/** More agents are free than are kept from calls of this priority. */
function hasSpare({ keepsFree, queue, pool }: Line, priority: number): boolean {
  return !keepsFree || pool.open > queue.keptFrom(priority);
}

/** Calls that ring some agents ring more while there are any, the first in turn before the others. */
function topUp(cell: Cell, lines: readonly Line[]): void {
  if (!lines.some(({ partlyOffered }) => partlyOffered.length > 0)) return;
  const calls: CallNode[] = [];
  for (const { partlyOffered } of lines)
    for (let call = partlyOffered.head; call !== undefined; call = call.next) calls.push(call);
  if (calls.length > 1) calls.sort((one, other) => (sooner(cell, one, other) === one ? -1 : 1));
  for (const call of calls) ringMore(cell, call);
}

function ringMore(cell: Cell, call: CallNode): void {
  const line = call.queue.lineOf(call);
  if (line === undefined) return;
  while (call.list === line.partlyOffered && hasSpare(line, call.priority))
    if (!offerToBest(cell, call, line)) return;
}

function serveAgents(cell: Cell, agents: readonly AgentNode[]): void {
  for (let find = bestFor(cell, agents); find !== undefined; find = bestFor(cell, agents))
    if (!serve(cell, find)) break;
  for (const agent of agents) ringAlong(cell, agent);
}

/** What is served first of all that these agents could serve. */
function bestFor(cell: Cell, agents: readonly AgentNode[]): Find | undefined {
  let best: Find | undefined;
  for (const agent of agents) {
    const find = bestCallFor(cell, agent);
    if (find !== undefined && (best === undefined || isBefore(find, best))) best = find;
  }
  return best;
}

function serve(cell: Cell, { call, member, isKept }: Find): boolean {
  const line = call.queue.lineOf(call);
  if (line === undefined) return false;
  if (!isKept) return offerToBest(cell, call, line);
  offer(cell, call, member, explain(cell, call, line, rankedAlone(member), "preferred"));
  return true;
}

/** The strategy has the word: it need not be the agent who became free. */
function offerToBest(cell: Cell, call: CallNode, line: Line): boolean {
  const ranking: Ranking = rank(cell, call, line);
  const [best] = ranking.first;
  if (best === undefined) return false;
  offer(cell, call, best.member, explain(cell, call, line, ranking));
  return true;
}

/**
 * The call that this agent should serve next. Between tenants who share the agent, the one that has had the least for
 * its weight; then the score. Among queues that balance, the one furthest above its share stands for all of them.
 */
function bestCallFor(cell: Cell, agent: AgentNode): Find | undefined {
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
  const account = member.list.rental?.account ?? member.agent.homeAccount;
  return { call, score: scoreNow(call, cell.at), member, account, isKept: false };
}

/** Free, and not under a rental that is shut. */
function isToBeHad({ agent, list, pool }: Membership): boolean {
  return agent.isToBeHad(pool.medium) && !list.isShut;
}

function keptFor(cell: Cell, agent: AgentNode, call: CallNode): Find | undefined {
  const member = membershipFor(agent, call);
  if (member === undefined || !isToBeHad(member)) return undefined;
  const account = member.list.rental?.account ?? agent.homeAccount;
  return { call, score: scoreNow(call, cell.at), member, account, isKept: true };
}

function better(one: Find | undefined, other: Find | undefined): Find | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (isOwedMore(one.account, other.account)) return one;
  if (isOwedMore(other.account, one.account)) return other;
  return isBefore(one, other) ? one : other;
}

function isBefore(one: Find, other: Find): boolean {
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

/** Nothing waits unoffered for this agent: it joins in where a call rings several. */
function ringAlong(cell: Cell, agent: AgentNode): void {
  for (const { isLinked, list, pool } of agent.memberships)
    if (isLinked && !list.isShut && pool.partlyOffered > 0) return topUp(cell, linesOf(agent));
}

function linesOf({ memberships }: AgentNode): readonly Line[] {
  return memberships.flatMap(({ isLinked, list, pool }) => (isLinked && !list.isShut ? pool.lines : []));
}
