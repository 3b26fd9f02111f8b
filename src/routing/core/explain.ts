import type { AgentId } from "../../ids.ts";
import type { Exclusion, Explanation } from "../explanation.ts";
import { exclusionOf } from "./availability.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { Membership } from "./free-list.ts";
import type { Line } from "./line.ts";
import { membershipIn } from "./membership.ts";
import { mostNamed, type Pool } from "./pool.ts";
import { candidateOf, type Ranking } from "./ranking.ts";
import { scoreOf } from "./score.ts";

type Excluded = Explanation["excluded"][number];

/** How many members are looked at for names: what an explanation costs must not grow with the centre. */
const mostLookedAt = 16;

/** Why the first of the ranking is offered this call: to be asked before anything is changed by the offer. */
export function explain(
  cell: Cell,
  call: CallNode,
  line: Line,
  ranking: Ranking,
  because?: "preferred" | "claimed",
): Explanation {
  const { rules } = call.queue;
  const { priority, queuedAt, step } = call.record;
  const ageMs = cell.at - queuedAt;
  const rental = ranking.first[0]?.member.list.rental;
  return {
    configVersion: cell.configVersion,
    at: cell.at,
    queue: rules.id,
    step,
    strategy: rules.strategy.by,
    priority: rules.priority.mode,
    score: scoreOf(rules, priority, ageMs),
    ageMs,
    because,
    rental: rental && { id: rental.rules.id, consumedMs: rental.account.consumedMs },
    eligible: ranking.eligible,
    ranking: ranking.first.map(candidateOf),
    excluded: excludedFrom(cell, call, line.pool),
  };
}

function excludedFrom(cell: Cell, call: CallNode, pool: Pool): readonly Excluded[] {
  const excluded: Excluded[] = [];
  if (call.record.reservations.length > 0) addRung(cell, call, pool, excluded);
  for (const [why, { count, named }] of pool.outsiders) excluded.push({ why, count, agents: named });
  addShut(pool, excluded);
  addUnavailable(pool, excluded);
  return excluded;
}

/** Agents with several slots may ring for this call already, and be free for others. */
function addRung(cell: Cell, call: CallNode, pool: Pool, excluded: Excluded[]): void {
  const rung = call.record.reservations.flatMap((id) => cell.reservations.get(id)?.agent ?? []);
  const free = rung.filter((id) => {
    const agent = cell.agents.get(id);
    const member = agent && membershipIn(agent, pool);
    return member?.isLinked === true && !member.list.isShut;
  });
  if (free.length > 0) excluded.push({ why: "rung-already", count: free.length, agents: free });
}

function addShut({ tiers }: Pool, excluded: Excluded[]): void {
  for (const { lists } of tiers) {
    for (const { rental, length, head } of lists) {
      if (rental === undefined || length === 0 || !rental.isShut) continue;
      const why: Exclusion = rental.withinHours ? "rental-cap" : "rental-closed";
      excluded.push({ why, count: length, agents: namesFrom(head) });
    }
  }
}

function namesFrom(head: Membership | undefined): readonly AgentId[] {
  const names: AgentId[] = [];
  for (let member = head; member !== undefined && names.length < mostNamed; member = member.next)
    names.push(member.agent.record.profile.id);
  return names;
}

function addUnavailable(pool: Pool, excluded: Excluded[]): void {
  const names: [AgentId[], AgentId[], AgentId[], AgentId[], AgentId[]] = [[], [], [], [], []];
  const looked = Math.min(pool.members.length, mostLookedAt);
  for (let index = 0; index < looked; index += 1) {
    const agent = pool.members[index]?.agent;
    if (agent === undefined) continue;
    const named = names[agent.doing(pool.medium)];
    if (named.length < mostNamed) named.push(agent.record.profile.id);
  }
  for (const doing of [1, 2, 3, 4] as const) {
    const [count, why] = [pool.countOf(doing), exclusionOf[doing]];
    if (count > 0 && why !== undefined) excluded.push({ why, count, agents: names[doing] });
  }
}
