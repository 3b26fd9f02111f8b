import type { AgentId } from "../../ids.ts";
import type { Medium } from "../capacity.ts";
import type { Exclusion } from "../explanation.ts";
import type { Account } from "./account.ts";
import type { Availability } from "./availability.ts";
import { type FreeList, type Membership, Tier } from "./free-list.ts";
import type { Line } from "./line.ts";
import type { RentalNode } from "./rental-node.ts";

/** How many agents an explanation names for each exclusion. */
export const mostNamed = 8;

/** How many members are looked at for names: what an explanation costs must not grow with the centre. */
const mostLookedAt = 16;

/** Those who are not in a pool for one reason: how many, and the first of them. */
export interface Outsiders {
  readonly why: Exclusion;
  count: number;
  readonly agents: AgentId[];
}

/**
 * The agents eligible at a step: steps that ask for the same agents in the same order share one. It knows at any
 * moment how many of them can be offered a call, and who is next, without looking at anybody else.
 */
export class Pool {
  readonly medium: Medium;
  readonly members: Membership[] = [];
  /** Who they are, and what each is doing as far as the medium goes, side by side. */
  readonly ids: AgentId[] = [];
  readonly doing: Availability[] = [];
  /** In the order they are offered a call. */
  readonly tiers: Tier[] = [];
  readonly lines: Line[] = [];
  /** Who pays for agents of this pool that serve several tenants. */
  readonly accounts: Account[] = [];
  readonly outsiders: Outsiders[] = [];
  /** Some of its members are lent. */
  hasLent = false;
  /** Calls that ring some of its agents, and may ring more. */
  get partlyOffered(): number {
    let calls = 0;
    for (const { partlyOffered } of this.lines) calls += partlyOffered.length;
    return calls;
  }

  /** Calls that wait for it and ring nobody. */
  waiting = 0;
  /** The names an explanation gives of those who do something, until one of them does something else. */
  readonly #named: (readonly AgentId[] | undefined)[] = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ];
  /** How many do what. */
  readonly #counts = [0, 0, 0, 0, 0];

  /** Why an agent is not in this pool. */
  readonly exclusionOf: (agent: AgentId) => Exclusion;

  constructor(medium: Medium, exclusionOf: (agent: AgentId) => Exclusion) {
    this.medium = medium;
    this.exclusionOf = exclusionOf;
  }

  /** How many members are free, rentals that are shut not counted. */
  get open(): number {
    let open = 0;
    for (const tier of this.tiers) for (const list of tier.lists) if (!list.isShut) open += list.length;
    return open;
  }

  get free(): number {
    return this.#counts[0] ?? 0;
  }

  /** How many members are signed in. */
  get signedIn(): number {
    return this.ids.length - this.countOf(1);
  }

  countOf(doing: Availability): number {
    return this.#counts[doing] ?? 0;
  }

  /** Returns the new member's index. */
  join(id: AgentId, doing: Availability): number {
    this.#counts[doing] = this.countOf(doing) + 1;
    this.doing.push(doing);
    return this.ids.push(id) - 1;
  }

  change(index: number, from: Availability, to: Availability): void {
    this.#counts[from] = this.countOf(from) - 1;
    this.#counts[to] = this.countOf(to) + 1;
    this.doing[index] = to;
    if (index >= mostLookedAt) return;
    this.#named[from] = undefined;
    this.#named[to] = undefined;
  }

  /** Some of those who do this, in the order of their ids. */
  firstDoing(doing: Availability): readonly AgentId[] {
    const known = this.#named[doing];
    if (known !== undefined) return known;
    const named: AgentId[] = [];
    const looked = Math.min(this.ids.length, mostLookedAt);
    for (let index = 0; index < looked && named.length < mostNamed; index += 1) {
      const id = this.ids[index];
      if (this.doing[index] === doing && id !== undefined) named.push(id);
    }
    this.#named[doing] = named;
    return named;
  }

  callEntered(): void {
    this.waiting += 1;
    for (const account of this.accounts) account.callEntered();
  }

  callLeft(): void {
    this.waiting -= 1;
    for (const account of this.accounts) account.callLeft();
  }

  exclude(agent: AgentId, why: Exclusion): void {
    const known = this.outsiders.find((outsiders) => outsiders.why === why);
    if (known === undefined) {
      this.outsiders.push({ why, count: 1, agents: [agent] });
      return;
    }
    known.count += 1;
    if (known.agents.length < mostNamed) known.agents.push(agent);
  }

  /** The list that agents of this source, rank and rental stand in while they are free. */
  listFor(source: number, lead: number, rental: RentalNode | undefined): FreeList {
    if (rental !== undefined) this.hasLent = true;
    return this.#tierFor(source, lead).listFor(rental);
  }

  #tierFor(source: number, lead: number): Tier {
    let place = 0;
    for (const tier of this.tiers) {
      if (tier.source === source && tier.lead === lead) return tier;
      if (tier.source < source || (tier.source === source && tier.lead < lead)) place += 1;
    }
    const tier = new Tier(source, lead);
    this.tiers.splice(place, 0, tier);
    return tier;
  }
}
