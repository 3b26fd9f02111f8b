import type { AgentId } from "../../ids.ts";
import { byText } from "../by-text.ts";
import type { Explanation } from "../explanation.ts";
import type { AgentNode } from "./agent-node.ts";
import { type Availability, exclusionOf } from "./availability.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { FreeList, Membership } from "./free-list.ts";
import type { Line } from "./line.ts";
import { membershipIn } from "./membership.ts";
import { mostNamed, type Pool } from "./pool.ts";
import { candidateOf, type Ranking } from "./ranking.ts";
import { scoreOf } from "./score.ts";

type Excluded = Explanation["excluded"][number];

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
    score: scoreOf(rules.priority, priority, ageMs),
    ageMs,
    because,
    rental: rental && { id: rental.rules.id, consumedMs: rental.account.consumedMs },
    eligible: ranking.eligible,
    ranking: ranking.first.map(candidateOf),
    excluded: excludedFrom(cell, call, line.pool, pendingOf(ranking, line.pool)),
  };
}

/** The agent chosen, if its pools do not count it among the free yet. */
function pendingOf({ first: [chosen] }: Ranking, pool: Pool): AgentNode | undefined {
  if (chosen === undefined || chosen.member.pool !== pool) return undefined;
  return chosen.member.isLinked ? undefined : chosen.member.agent;
}

function excludedFrom(
  cell: Cell,
  call: CallNode,
  pool: Pool,
  pending: AgentNode | undefined,
): readonly Excluded[] {
  const excluded: Excluded[] = [...pool.outsiders];
  if (call.record.reservations.length > 0) addRung(cell, call, pool, excluded);
  if (pool.hasLent) addShut(pool, excluded);
  addUnavailable(pool, excluded, pending);
  return excluded;
}

/** Agents with several slots may ring for this call already, and be free for others. */
function addRung(cell: Cell, call: CallNode, pool: Pool, excluded: Excluded[]): void {
  const rung = call.record.reservations.flatMap((id) => cell.reservations.get(id)?.record.agent ?? []);
  const free = rung.filter((id) => {
    const agent = cell.agents.get(id);
    const member = agent && membershipIn(agent, pool);
    return member?.isLinked === true && !member.list.isShut;
  });
  if (free.length > 0) excluded.push({ why: "rung-already", count: free.length, agents: free });
}

/** Free agents whose rental forbids it, each reason once, though it may hold of several rentals. */
function addShut({ tiers }: Pool, excluded: Excluded[]): void {
  const shut = tiers.flatMap(({ lists }) => lists.filter(({ length, isShut }) => length > 0 && isShut));
  for (const why of ["rental-closed", "rental-cap"] as const) {
    const lists = shut.filter(
      ({ rental }) => (rental?.withinHours === true ? "rental-cap" : "rental-closed") === why,
    );
    const count = lists.reduce((sum, { length }) => sum + length, 0);
    if (count > 0) excluded.push({ why, count, agents: namesOf(lists) });
  }
}

function namesOf(lists: readonly FreeList[]): readonly AgentId[] {
  const names = lists.flatMap(({ head }) => namesFrom(head));
  return names.sort(byText).slice(0, mostNamed);
}

function namesFrom(head: Membership | undefined): AgentId[] {
  const names: AgentId[] = [];
  for (let member = head; member !== undefined && names.length < mostNamed; member = member.next)
    names.push(member.agent.record.profile.id);
  return names;
}

function addUnavailable(pool: Pool, excluded: Excluded[], pending: AgentNode | undefined): void {
  const chosen = pending?.record.profile.id;
  const stood = pending?.doing(pool.medium);
  for (const doing of unavailable) {
    const count = pool.countOf(doing) - (doing === stood ? 1 : 0);
    const why = exclusionOf[doing];
    if (count > 0 && why !== undefined)
      excluded.push({ why, count, agents: without(pool.firstDoing(doing), chosen) });
  }
}

const unavailable: readonly Availability[] = [1, 2, 3, 4];

function without(names: readonly AgentId[], chosen: AgentId | undefined): readonly AgentId[] {
  return chosen !== undefined && names.includes(chosen) ? names.filter((name) => name !== chosen) : names;
}
