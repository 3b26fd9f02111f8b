import type { AgentId, TenantId } from "../../ids.ts";
import type { AgentProfile, SkillLevels } from "../agent.ts";
import type { Medium } from "../capacity.ts";
import type { Exclusion } from "../explanation.ts";
import { type Eligibility, eligibilityTest, shortfall } from "../expression/index.ts";
import type { AgentSource } from "../rental.ts";
import type { SearchStep } from "../search-step.ts";
import { longestWindowSeconds } from "../strategies/index.ts";
import type { AgentNode } from "./agent-node.ts";
import { type FreeList, Membership } from "./free-list.ts";
import { Heads } from "./heads.ts";
import { Line } from "./line.ts";
import { Pool } from "./pool.ts";
import type { QueueNode } from "./queue-node.ts";
import type { RentalNode } from "./rental-node.ts";

/** An agent as one tenant may have it: its own, or under a rental with the skills that gives. */
export interface Supply {
  readonly tenant: TenantId;
  readonly agent: AgentNode;
  readonly source: AgentSource;
  readonly rental: RentalNode | undefined;
  readonly skills: SkillLevels;
}

/** For each tenant the agents it may have, and the ways in which it may have each. */
export type Supplies = ReadonlyMap<TenantId, readonly (readonly Supply[])[]>;

type SkillTest = (skills: SkillLevels) => boolean;

const rankOf: Readonly<Record<AgentSource, number>> = { own: 0, rented: 1, shared: 2 };

/**
 * Builds the pools of a configuration: for each step of each queue the agents eligible there, in the order its
 * strategy wants them. Steps that come to the same share a pool.
 */
export class Pools {
  readonly #pools = new Map<string, Pool>();
  readonly #tests = new Map<string, SkillTest>();
  readonly #supplies: Supplies;
  readonly #heads = new Heads();

  constructor(supplies: Supplies) {
    this.#supplies = supplies;
  }

  /** Gives a queue its lines. */
  lay(queue: QueueNode): void {
    const windowMs = longestWindowSeconds([queue.rules.strategy]) * 1000;
    queue.rules.steps.forEach((step, index) => {
      const pool = this.#poolFor(queue, index);
      queue.lines.push(new Line(queue, step, index, pool, this.#heads));
      if (windowMs > 0) for (const { agent } of pool.members) agent.countAnswers(windowMs);
    });
  }

  #poolFor(queue: QueueNode, index: number): Pool {
    const steps = searchedAt(queue.rules.steps, index);
    const key = keyOf(queue, steps);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const supplies = this.#supplies.get(queue.rules.tenant) ?? [];
    const pool = new Pool(queue.rules.medium, (agent) =>
      this.#whyNot(supplies, agent, queue.rules.medium, steps),
    );
    this.#pools.set(key, pool);
    for (const ways of supplies) this.#consider(pool, queue, steps, ways);
    return pool;
  }

  /** Asked now and then, so it is worked out anew: to remember it of everybody would take more room than all else. */
  #whyNot(
    supplies: readonly (readonly Supply[])[],
    id: AgentId,
    medium: Medium,
    steps: readonly SearchStep[],
  ): Exclusion {
    const way = supplies.find(([first]) => first?.agent.record.profile.id === id)?.[0];
    return (way && this.#exclusion(medium, steps, way)) ?? "other-tenant";
  }

  #consider(pool: Pool, queue: QueueNode, steps: readonly SearchStep[], ways: readonly Supply[]): void {
    const exclusions = ways.map((way) => this.#exclusion(pool.medium, steps, way));
    const [first, ...others] = ways.filter((_, index) => exclusions[index] === undefined);
    if (first === undefined) return this.#leaveOut(pool, ways[0], exclusions[0]);
    const lists = others.map((way) => listOf(pool, queue, way));
    const member = new Membership(first.agent, pool, listOf(pool, queue, first), lists);
    for (const { rental } of others.length > 0 ? [first, ...others] : []) rental?.alternatives.push(member);
    for (const way of [first, ...others]) pay(pool, way);
    first.agent.join(member);
    pool.members.push(member);
  }

  #leaveOut(pool: Pool, way: Supply | undefined, why: Exclusion | undefined): void {
    if (way !== undefined && why !== undefined) pool.exclude(way.agent.record.profile.id, why);
  }

  /** Why an agent is not eligible at any of these steps, as the last of them has it. */
  #exclusion(medium: Medium, steps: readonly SearchStep[], supply: Supply): Exclusion | undefined {
    if (!supply.agent.takes(medium)) return "other-medium";
    let why: Exclusion | undefined;
    for (const step of steps) {
      why = this.#exclusionAt(step, supply);
      if (why === undefined) return undefined;
    }
    return why;
  }

  #exclusionAt({ from, groups, eligible }: SearchStep, supply: Supply): Exclusion | undefined {
    const { agent, source, skills } = supply;
    if (!from.includes(source)) return "other-source";
    if (groups !== undefined && !(source === "own" && isInOneOf(agent.record.profile, groups)))
      return "other-group";
    if (this.#testOf(eligible)(skills)) return undefined;
    return shortfall(eligible, skills) ?? "missing-skill";
  }

  #testOf(eligible: Eligibility): SkillTest {
    const known = this.#tests.get(eligible.text);
    if (known !== undefined) return known;
    const test = eligibilityTest(eligible);
    this.#tests.set(eligible.text, test);
    return test;
  }
}

/** Where a free agent stands that is had in this way. */
function listOf(pool: Pool, { ranker }: QueueNode, { agent, source, rental, skills }: Supply): FreeList {
  const lead = ranker.kind === "static" ? ranker.tierOf(agent.record.profile, skills) : 0;
  return pool.listFor(rankOf[source], lead, rental);
}

/** Calls that wait for this pool wait for agents that these pay for. */
function pay(pool: Pool, { agent, rental }: Supply): void {
  const account = rental?.account ?? agent.homeAccount;
  if (account !== undefined && !pool.accounts.includes(account)) pool.accounts.push(account);
  if (rental !== undefined && !rental.pools.includes(pool)) rental.pools.push(pool);
}

/** A step that widens searches whatever the step before it does, too. */
function searchedAt(steps: readonly SearchStep[], index: number): readonly SearchStep[] {
  let first = index;
  while (first > 0 && steps[first]?.widens === true) first -= 1;
  return steps.slice(first, index + 1);
}

/** Steps with the same key admit the same agents and rank them alike. */
function keyOf({ rules, ranker }: QueueNode, steps: readonly SearchStep[]): string {
  const searched = steps.map(({ eligible, from, groups }) => [eligible.text, from, groups ?? null]);
  const ranked = ranker.kind === "static" ? rules.strategy : "live";
  return JSON.stringify([rules.tenant, rules.medium, searched, ranked]);
}

function isInOneOf({ groups = [] }: AgentProfile, wanted: readonly string[]): boolean {
  return groups.some((group) => wanted.includes(group));
}
