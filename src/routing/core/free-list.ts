import { byText } from "../by-text.ts";
import type { Account } from "./account.ts";
import type { AgentNode } from "./agent-node.ts";
import type { Pool } from "./pool.ts";
import type { RentalNode } from "./rental-node.ts";

/**
 * An agent's place in one pool. One whom several rentals lend to the same tenant is offered under the first of them
 * that is not shut.
 */
export class Membership {
  readonly agent: AgentNode;
  readonly pool: Pool;
  /** Where it stands while it is free. */
  list: FreeList;
  previous: Membership | undefined;
  next: Membership | undefined;
  isLinked = false;
  /** Its place among the pool's members, from 0. */
  index = 0;
  /** Where it could stand, in the order of preference. */
  readonly #lists: readonly FreeList[];

  constructor(agent: AgentNode, pool: Pool, first: FreeList, others: readonly FreeList[]) {
    this.agent = agent;
    this.pool = pool;
    this.list = first;
    this.#lists = [first, ...others];
    this.chooseList();
  }

  /** Who pays for the agent's time here; nobody does for one who serves only its own tenant. */
  get account(): Account | undefined {
    return this.list.rental?.account ?? this.agent.homeAccount;
  }

  /** A rental has opened or shut: another may do now. */
  chooseList(): void {
    const list = this.#lists.find(({ isShut }) => !isShut) ?? this.list;
    if (list === this.list) return;
    const wasLinked = this.isLinked;
    this.list.unlink(this);
    this.list = list;
    if (wasLinked) list.link(this);
  }
}

/** Orders agents by idle time, the longest first, then by id. */
export function longerIdleFirst(one: AgentNode, other: AgentNode): number {
  return (
    one.record.idleSince - other.record.idleSince || byText(one.record.profile.id, other.record.profile.id)
  );
}

/** The free agents of one pool, rank and rental, longest idle first. */
export class FreeList {
  readonly tier: Tier;
  readonly rental: RentalNode | undefined;
  head: Membership | undefined;
  tail: Membership | undefined;
  length = 0;

  constructor(tier: Tier, rental: RentalNode | undefined) {
    this.tier = tier;
    this.rental = rental;
  }

  get isShut(): boolean {
    return this.rental?.isShut ?? false;
  }

  /** Who becomes free is almost always the one idle for the shortest time: the place is looked for from the end. */
  link(member: Membership): void {
    let before = this.tail;
    while (before !== undefined && longerIdleFirst(member.agent, before.agent) < 0) before = before.previous;
    const after = before === undefined ? this.head : before.next;
    member.previous = before;
    member.next = after;
    if (before === undefined) this.head = member;
    else before.next = member;
    if (after === undefined) this.tail = member;
    else after.previous = member;
    member.isLinked = true;
    this.length += 1;
  }

  unlink(member: Membership): void {
    if (!member.isLinked) return;
    if (member.previous === undefined) this.head = member.next;
    else member.previous.next = member.next;
    if (member.next === undefined) this.tail = member.previous;
    else member.next.previous = member.previous;
    member.previous = undefined;
    member.next = undefined;
    member.isLinked = false;
    this.length -= 1;
  }
}

/** Agents whom a pool ranks alike but for their idle time. */
export class Tier {
  /** 0 own, 1 rented, 2 shared. */
  readonly source: number;
  /** The strategy's leading term, where it does not change with time; else 0. */
  readonly lead: number;
  /** One for each rental, and one for own agents. */
  readonly lists: FreeList[] = [];

  constructor(source: number, lead: number) {
    this.source = source;
    this.lead = lead;
  }

  listFor(rental: RentalNode | undefined): FreeList {
    const known = this.lists.find((list) => list.rental === rental);
    if (known !== undefined) return known;
    const list = new FreeList(this, rental);
    this.lists.push(list);
    return list;
  }
}
