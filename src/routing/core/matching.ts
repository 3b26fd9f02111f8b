import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { explain } from "./explain.ts";
import type { Line } from "./line.ts";
import { bestCallFor, type Find, hasSpare, isBefore, nextIn, sooner } from "./next-call.ts";
import { offer } from "./offer.ts";
import { type Ranking, rank, rankOnly } from "./ranking.ts";

/**
 * Offers every waiting call that some free agent can serve, in turn.
 *
 * Before the event no free agent could serve any waiting call but for a reserve, a rental or a claim. So only lines
 * that were touched and agents who became free need a look: that is why an event costs the same in a large centre.
 */
export function matchCalls(cell: Cell): void {
  for (;;) {
    const lines = cell.agenda.takeHot();
    const agents = cell.agenda.takeFreed();
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

/** The call of this line that is served next, if its pool has agents for it. */
function firstOf(cell: Cell, line: Line): CallNode | undefined {
  return line.pool.free === 0 ? undefined : nextIn(cell, line);
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
  offer(cell, call, member, explain(cell, call, line, rankOnly(cell, call, member), "preferred"));
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

/** Nothing waits unoffered for this agent: it joins in where a call rings several. */
function ringAlong(cell: Cell, agent: AgentNode): void {
  for (const { isLinked, list, pool } of agent.memberships)
    if (isLinked && !list.isShut && pool.partlyOffered > 0) return topUp(cell, linesOf(agent));
}

function linesOf({ memberships }: AgentNode): readonly Line[] {
  return memberships.flatMap(({ isLinked, list, pool }) => (isLinked && !list.isShut ? pool.lines : []));
}
