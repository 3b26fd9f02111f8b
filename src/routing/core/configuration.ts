import type { AgentId, RentalId, TenantId } from "../../ids.ts";
import type { Agent, AgentProfile } from "../agent.ts";
import { byText } from "../by-text.ts";
import type { RoutingEventOf } from "../event.ts";
import type { Rental } from "../rental.ts";
import { Account, type Lender } from "./account.ts";
import type { AgentNode } from "./agent-node.ts";
import type { Balance } from "./balance.ts";
import type { Cell } from "./cell.ts";
import { withdrawOffer } from "./offers.ts";
import { Pools, type Supply } from "./pools.ts";
import { QueueNode } from "./queue-node.ts";
import { RentalNode } from "./rental-node.ts";
import { replaceCalls } from "./replacement.ts";

type Configured = RoutingEventOf<"configured">;

/** A configuration takes the place of the last. Agents who remain keep their states; new ones start logged out. */
export function configured(cell: Cell, event: Configured): void {
  if (event.version < cell.configVersion) return;
  const profiles = new Map(event.agents.map((profile) => [profile.id, profile]));
  removeAgents(cell, profiles);
  for (const profile of profiles.values()) employ(cell, profile);
  build(cell, event);
  replaceCalls(cell);
  for (const queue of cell.queues.values()) {
    for (const line of queue.lines) cell.agenda.heat(line);
    cell.agenda.emptied.add(queue);
  }
}

/** Makes every index anew for these rules and the agents there are; calls are put back in their places afterwards. */
export function build(
  cell: Cell,
  { version, queues, rentals }: Pick<Configured, "version" | "queues" | "rentals">,
): void {
  cell.before = { configVersion: cell.configVersion, queues: cell.queues, rentals: cell.rentals };
  cell.configVersion = version;
  cell.agenda.takeHot();
  cell.agenda.emptied.clear();
  sortAgents(cell);
  takeUpRentals(cell, rentals);
  const known = cell.queues;
  cell.queues = new Map(queues.map((rules) => [rules.id, new QueueNode(rules, known.get(rules.id))]));
  setBalances(cell);
  for (const node of cell.agents.values()) node.joinNothing();
  payForLent(cell, rentals);
  const pools = new Pools(suppliesOf(cell));
  for (const queue of cell.queues.values()) pools.lay(queue);
}

function removeAgents(cell: Cell, profiles: ReadonlyMap<AgentId, AgentProfile>): void {
  for (const node of [...cell.agents.values()])
    if (!profiles.has(node.record.profile.id)) dismiss(cell, node);
}

/** An offer that rings is withdrawn; a conversation is never cut. */
function dismiss(cell: Cell, node: AgentNode): void {
  const { works, dismissed } = node.record;
  if (dismissed === true) return;
  cell.putAgent(node, { ...node.record, dismissed: true });
  for (const { at, reservation } of works) if (at === "reserved") withdrawOffer(cell, reservation);
  const isHere = cell.agents.has(node.record.profile.id);
  if (isHere && !works.some(({ at }) => at === "talking")) cell.dropAgent(node);
}

/** The same record when nothing about the agent changed, so that nothing needs to be written again. */
function employ(cell: Cell, profile: AgentProfile): void {
  const node = cell.agents.get(profile.id);
  if (node === undefined) return void cell.addAgent(newcomer(profile, cell.at));
  const { record } = node;
  if (record.dismissed === undefined && same(record.profile, profile)) return;
  cell.putAgent(node, { ...record, profile, dismissed: undefined });
}

function newcomer(profile: AgentProfile, at: number): Agent {
  return {
    profile,
    state: { at: "logged-out", since: at },
    works: [],
    hasDevice: false,
    idleSince: at,
    breakReserved: undefined,
    signOutReserved: undefined,
    dismissed: undefined,
    signedInAt: at,
    busyMs: 0,
    busySince: undefined,
    answeredAt: [],
  };
}

function same(one: AgentProfile, other: AgentProfile): boolean {
  return one === other || JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder({ skills, ...profile }: AgentProfile): unknown {
  const keys = Object.entries(profile).sort(([one], [other]) => byText(one, other));
  return [keys, Object.entries(skills).sort(([one], [other]) => byText(one, other))];
}

/** Agents are kept in the order of their ids, so that every list made of them is in that order. */
function sortAgents({ agents }: Cell): void {
  const sorted = [...agents].sort(([one], [other]) => byText(one, other));
  agents.clear();
  for (const [id, node] of sorted) agents.set(id, node);
}

function takeUpRentals(cell: Cell, rentals: readonly Rental[]): void {
  const before = cell.accounts;
  const accounts = new Map<RentalId | TenantId, Account>();
  const open = (id: RentalId | TenantId, weight: number, lender: Lender): Account => {
    const account = new Account(id, weight, lender);
    const kept = before.get(id);
    if (kept !== undefined) account.restore(kept);
    accounts.set(id, account);
    return account;
  };
  const nodes = rentals.map((rules) => {
    const lender = lenderOf(cell, rules);
    if (!accounts.has(lender.id)) open(lender.id, 1, lender);
    return new RentalNode(rules, open(rules.id, rules.weight, lender), cell.at);
  });
  cell.rentals = new Map(nodes.map((node) => [node.rules.id, node]));
  cell.accounts = accounts;
  for (const lender of cell.lenders.values())
    lender.accounts = [...accounts.values()].filter((account) => account.lender === lender);
  cell.watchClocks();
  countActive(cell);
}

/** All agents of a rental are one tenant's. */
function lenderOf(cell: Cell, { agents, renter }: Rental): Lender {
  const [first] = agents.flatMap((id) => cell.agents.get(id)?.record.profile.tenant ?? []);
  const id = first ?? renter;
  const lender = cell.lenders.get(id) ?? { id, consumedMs: 0, accounts: [] };
  cell.lenders.set(id, lender);
  return lender;
}

/** What is in hand under each rental, and paid for by each account. */
function countActive({ agents, rentals, accounts }: Cell): void {
  for (const { record } of agents.values()) {
    for (const { rental: id, chargedMs } of record.works) {
      const rental = id && rentals.get(id);
      if (rental) rental.count(1);
      if (chargedMs !== undefined) accounts.get(id ?? record.profile.tenant)?.count(chargedMs);
    }
  }
}

function setBalances({ queues }: Cell): void {
  const balances = new Map<TenantId, Balance>();
  for (const queue of queues.values()) {
    const { priority, tenant } = queue.rules;
    if (priority.mode !== "balance") continue;
    const balance = balances.get(tenant) ?? { shares: 0, waiting: 0 };
    balance.shares += priority.share;
    queue.balance = balance;
    balances.set(tenant, balance);
  }
}

/** Who serves several tenants has an account for calls of its own tenant too. */
function payForLent(cell: Cell, rentals: readonly Rental[]): void {
  for (const { agents } of rentals) {
    for (const id of agents) {
      const node = cell.agents.get(id);
      if (node !== undefined) node.homeAccount = cell.accounts.get(node.record.profile.tenant);
    }
  }
}

/**
 * For each tenant whom it may be served by, in the order of their ids, and for each of them how: as its own agent, or
 * else under every contract that lends it, rented before shared.
 */
function suppliesOf(cell: Cell): ReadonlyMap<TenantId, readonly (readonly Supply[])[]> {
  const all = [...employed(cell).map(own), ...lentAs(cell, "rented"), ...lentAs(cell, "shared")];
  const byTenant = Map.groupBy(all, ({ tenant }) => tenant);
  return new Map([...byTenant].map(([tenant, supplies]) => [tenant, byAgent(supplies)]));
}

function byAgent(supplies: readonly Supply[]): readonly (readonly Supply[])[] {
  const byId = Map.groupBy(supplies, ({ agent }) => agent.record.profile.id);
  const sorted = [...byId].sort(([one], [other]) => byText(one, other));
  return sorted.map(([, ways]) => (ways[0]?.source === "own" ? ways.slice(0, 1) : ways));
}

function own(agent: AgentNode): Supply {
  const { tenant, skills } = agent.record.profile;
  return { tenant, agent, source: "own", rental: undefined, skills };
}

function lentAs({ agents, rentals }: Cell, source: "rented" | "shared"): readonly Supply[] {
  const sought = [...rentals.values()].filter(({ rules }) => rules.source === source);
  return sought.flatMap((rental) => lent(agents, rental));
}

function employed({ agents }: Cell): readonly AgentNode[] {
  return [...agents.values()].filter(({ record }) => record.dismissed === undefined);
}

function lent(known: Cell["agents"], rental: RentalNode): readonly Supply[] {
  const { agents, skills, source, renter: tenant } = rental.rules;
  return agents.flatMap((id) => {
    const agent = known.get(id);
    if (agent === undefined || agent.record.dismissed === true) return [];
    return [{ tenant, agent, source, rental, skills: skills ?? agent.record.profile.skills }];
  });
}
