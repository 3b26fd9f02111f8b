import type { Candidate } from "../explanation.ts";
import type { Ranker } from "../strategies/index.ts";
import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { longerIdleFirst, type Membership, type Tier } from "./free-list.ts";
import type { Line } from "./line.ts";

/** How many candidates an explanation shows. */
const mostShown = 5;

/** An agent who could be offered a call, and what ranks it beside its source and idle time. */
export interface Ranked {
  readonly member: Membership;
  readonly passedOver: boolean;
  readonly lead: number;
}

/** Who could be offered a call, the first of them in order. */
export interface Ranking {
  readonly first: readonly Ranked[];
  readonly eligible: number;
}

type Visit = (member: Membership) => boolean;

/** Ranks the free agents of a call's pool, as its queue's strategy says. */
export function rank(cell: Cell, call: CallNode, line: Line): Ranking {
  const { ranker } = call.queue;
  return ranker.kind === "static" ? rankInOrder(call, line) : rankNow(cell, call, line, ranker);
}

/** A ranking of one: the only agent who is free, or one chosen for another reason than the strategy. */
export function rankOnly(cell: Cell, call: CallNode, member: Membership): Ranking {
  const { record } = member.agent;
  const { ranker, lastOffered } = call.queue;
  const { at, chance } = cell;
  const lead =
    ranker.kind === "static"
      ? member.list.tier.lead
      : ranker.at({ at, chance, lastOffered, free: [record] })(record);
  return {
    first: [{ member, passedOver: call.record.passedOver.includes(record.profile.id), lead }],
    eligible: 1,
  };
}

export function candidateOf({ member, passedOver, lead }: Ranked): Candidate {
  const { profile, idleSince } = member.agent.record;
  return { agent: profile.id, terms: [Number(passedOver), member.list.tier.source, lead, idleSince] };
}

/** The pool has its agents in order already; only those who passed the call over come later than they stand. */
function rankInOrder(call: CallNode, line: Line): Ranking {
  const first: Ranked[] = [];
  const later: Ranked[] = [];
  const { passedOver } = call.record;
  let eligible = 0;
  visitFree(line, call, (member) => {
    eligible += 1;
    const last = passedOver.length > 0 && passedOver.includes(member.agent.record.profile.id);
    const group = last ? later : first;
    if (group.length < mostShown) group.push({ member, passedOver: last, lead: member.list.tier.lead });
    return first.length < mostShown;
  });
  if (first.length >= mostShown) eligible = line.pool.open;
  return { first: first.concat(later).slice(0, mostShown), eligible };
}

function rankNow(cell: Cell, call: CallNode, line: Line, ranker: Extract<Ranker, { kind: "live" }>): Ranking {
  const free: Membership[] = [];
  visitFree(line, call, (member) => {
    free.push(member);
    return true;
  });
  const leadOf = ranker.at({
    at: cell.at,
    chance: cell.chance,
    lastOffered: call.queue.lastOffered,
    free: free.map(({ agent }) => agent.record),
  });
  const { passedOver } = call.record;
  const first: Ranked[] = [];
  for (const member of free) {
    const { record } = member.agent;
    insert(first, { member, passedOver: passedOver.includes(record.profile.id), lead: leadOf(record) });
  }
  return { first, eligible: free.length };
}

/** Keeps the best few in order. */
function insert(first: Ranked[], ranked: Ranked): void {
  const last = first[mostShown - 1];
  if (last !== undefined && byRank(last, ranked) <= 0) return;
  if (last !== undefined) first.pop();
  let place = first.length;
  while (place > 0) {
    const before = first[place - 1];
    if (before === undefined || byRank(before, ranked) <= 0) break;
    place -= 1;
  }
  first.splice(place, 0, ranked);
}

function byRank(one: Ranked, other: Ranked): number {
  return (
    Number(one.passedOver) - Number(other.passedOver) ||
    one.member.list.tier.source - other.member.list.tier.source ||
    one.lead - other.lead ||
    longerIdleFirst(one.member.agent, other.member.agent)
  );
}

/** Goes through the free agents in the order of the pool, until told to stop by `false`. */
function visitFree({ pool }: Line, call: CallNode, visit: Visit): void {
  for (const tier of pool.tiers) if (!visitTier(tier, call, visit)) return;
}

function visitTier(tier: Tier, call: CallNode, visit: Visit): boolean {
  const [only, ...others] = tier.lists;
  if (only !== undefined && others.length === 0) return only.isShut || visitList(only.head, call, visit);
  return visitMerged(tier, call, visit);
}

function visitList(head: Membership | undefined, call: CallNode, visit: Visit): boolean {
  for (let member = head; member !== undefined; member = member.next) {
    if (!rings(member.agent, call) && !visit(member)) return false;
  }
  return true;
}

/** Several rentals of the same rank: their agents come by idle time, whoever's they are. */
function visitMerged(tier: Tier, call: CallNode, visit: Visit): boolean {
  const heads = tier.lists.filter((list) => !list.isShut && list.head !== undefined).map(({ head }) => head);
  for (;;) {
    let best = -1;
    heads.forEach((member, place) => {
      const leader = heads[best];
      if (member === undefined) return;
      if (leader === undefined || longerIdleFirst(member.agent, leader.agent) < 0) best = place;
    });
    const member = heads[best];
    if (member === undefined) return true;
    if (!rings(member.agent, call) && !visit(member)) return false;
    heads[best] = member.next;
  }
}

/** An agent with several slots may ring for this call already. */
export function rings({ record }: AgentNode, call: CallNode): boolean {
  for (const work of record.works) if (work.at === "reserved" && work.call === call.record.id) return true;
  return false;
}
