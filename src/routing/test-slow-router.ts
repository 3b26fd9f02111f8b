import type { AgentId, CallId, ReservationId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { AgentStrategy } from "./agent-strategy.ts";
import type { PriorityPolicy } from "./priority-policy.ts";
import type { RoutingSnapshot } from "./snapshot.ts";
import { PlainRules } from "./test-plain-rules.ts";
import type { OfferCommand } from "./test-run.ts";
import type { WaitingCall } from "./waiting-call.ts";

/** Who is offered what. */
export interface Match {
  readonly call: CallId;
  readonly agent: AgentId;
}

const topBonus = 1_000_000_000;

/** A call's score in seconds, as `PriorityPolicy` says. */
export function plainScore(policy: PriorityPolicy, { priority, queuedAt }: WaitingCall, at: number): number {
  const age = (at - queuedAt) / 1000;
  const top = age >= policy.topAfterSeconds ? topBonus : 0;
  switch (policy.mode) {
    case "strict":
      return top + priority * 1_000_000 + age;
    case "head-start":
      return top + age + (policy.headStartSeconds[priority] ?? 0);
    case "accumulating":
      return top + (policy.rates[priority] ?? 1) * age;
    case "balance":
      return top + age;
  }
}

/**
 * For tests: the next offer, found by looking at every waiting call and every agent; undefined if there is none. Calls
 * that ring nobody come before those that could ring more. Knows no contracts, no shares and no strategies that look
 * back.
 */
export function slowMatch(snapshot: RoutingSnapshot, at: number): Match | undefined {
  const rules = new PlainRules(snapshot, at);
  const calls = inOrder(rules).filter((call) => call.reservations.length < rules.mostOffers(call));
  const silent = calls.filter(({ reservations }) => reservations.length === 0);
  const ringing = calls.filter(({ reservations }) => reservations.length > 0);
  for (const call of [...silent, ...ringing]) {
    const [best] = rules.candidates(call).sort(byRank(rules, call));
    if (best !== undefined) return { call: call.id, agent: best.profile.id };
  }
  return undefined;
}

/** The waiting calls, the one with the highest score first. */
function inOrder(rules: PlainRules): WaitingCall[] {
  const scoreOf = (call: WaitingCall) => {
    const policy = rules.queueOf(call)?.priority;
    return policy === undefined ? Number.NEGATIVE_INFINITY : plainScore(policy, call, rules.at);
  };
  return [...rules.snapshot.waiting].sort(
    (one, other) =>
      scoreOf(other) - scoreOf(one) || one.queuedAt - other.queuedAt || byText(one.id, other.id),
  );
}

function byRank(rules: PlainRules, call: WaitingCall): (one: Agent, other: Agent) => number {
  const strategy = rules.queueOf(call)?.strategy ?? { by: "longest-idle" };
  const termsOf = (agent: Agent) => [
    Number(call.passedOver.includes(agent.profile.id)),
    tierOf(strategy, agent),
    agent.idleSince,
  ];
  return (one, other) => {
    const others = termsOf(other);
    const difference = termsOf(one).map((term, nth) => term - (others[nth] ?? 0));
    return difference.find((by) => by !== 0) ?? byText(one.profile.id, other.profile.id);
  };
}

function tierOf(strategy: AgentStrategy, { profile }: Agent): number {
  if (strategy.by === "least-skilled")
    return Object.values(profile.skills).reduce((sum, level) => sum + level, 0);
  if (strategy.by === "longest-idle-by-level") return -(profile.skills[strategy.skill] ?? 0);
  return 0;
}

function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** How things stood before these offers, the last of a step, were made. */
export function withoutOffers(snapshot: RoutingSnapshot, offers: readonly OfferCommand[]): RoutingSnapshot {
  const undone = new Map(offers.map((offer) => [offer.reservation, offer]));
  return {
    ...snapshot,
    reservations: snapshot.reservations.filter(({ id }) => !undone.has(id)),
    waiting: snapshot.waiting.map((call) => notOffered(call, undone)),
    agents: snapshot.agents.map((agent) => {
      const works = agent.works.filter(({ reservation }) => !undone.has(reservation));
      if (works.length === agent.works.length) return agent;
      const [first] = works;
      return { ...agent, works, state: first ?? { at: "ready", since: agent.idleSince } };
    }),
  };
}

/** A call is kept for its preferred agent only until that agent is rung. */
function notOffered(call: WaitingCall, undone: ReadonlyMap<ReservationId, OfferCommand>): WaitingCall {
  const reservations = call.reservations.filter((id) => !undone.has(id));
  const kept = call.reservations
    .map((id) => undone.get(id))
    .find((offer) => offer?.because.because === "preferred");
  if (kept === undefined) return { ...call, reservations };
  const { ringsAlone: _alone, ...silent } = call;
  return { ...silent, reservations, preferred: { agent: kept.agent, until: Number.POSITIVE_INFINITY } };
}
