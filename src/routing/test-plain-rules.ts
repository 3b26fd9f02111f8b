import type { WeeklyHours } from "../calendar/index.ts";
import type { AgentId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import { type Medium, oneCall } from "./capacity.ts";
import { shortfall } from "./expression/index.ts";
import type { Queue } from "./queue.ts";
import type { AgentSource, Rental } from "./rental.ts";
import type { SearchStep } from "./search-step.ts";
import type { RoutingSnapshot } from "./snapshot.ts";
import type { WaitingCall } from "./waiting-call.ts";

/** A way for an agent to serve a queue: for its own tenant, or under a contract. */
export interface Way {
  readonly source: AgentSource;
  readonly rental?: Rental;
}

/** For tests: who may serve what, by plain scans of a snapshot, said again in other words than the router's own. */
export class PlainRules {
  readonly snapshot: RoutingSnapshot;
  readonly at: number;

  constructor(snapshot: RoutingSnapshot, at: number) {
    this.snapshot = snapshot;
    this.at = at;
  }

  queueOf(call: WaitingCall): Queue | undefined {
    return this.snapshot.queues.find(({ id }) => id === call.queue);
  }

  agent(id: AgentId): Agent | undefined {
    return this.snapshot.agents.find(({ profile }) => profile.id === id);
  }

  /** Every way in which this agent matches this step or one that it adds to, be there room or not. */
  ways(agent: Agent, queue: Queue, step: number): Way[] {
    return stepsUpTo(queue.steps, step).flatMap((stage) =>
      this.engagements(agent, queue).filter((way) => admits(stage, agent, way)),
    );
  }

  /** The ways that are open at this moment: within the contract's hours, and below its cap. */
  openWays(agent: Agent, queue: Queue, step: number): Way[] {
    return this.ways(agent, queue, step).filter(({ rental }) => !rental || this.#isUsable(rental));
  }

  /** Signed in and to stay, and matching some step of the call's queue. */
  couldServe(agent: Agent, call: WaitingCall): boolean {
    const queue = this.queueOf(call);
    return (
      isSignedIn(agent) && !!queue && queue.steps.some((_, step) => this.ways(agent, queue, step).length > 0)
    );
  }

  /** Somebody signed in matches this step, or one that it adds to. */
  isMatched(queue: Queue, step: number): boolean {
    return this.snapshot.agents.some(
      (agent) => isSignedIn(agent) && this.ways(agent, queue, step).length > 0,
    );
  }

  /** Those who could be offered this call at its step now, were it not kept for anybody. */
  eligible(call: WaitingCall): Agent[] {
    return this.#free(call).filter((agent) => !rings(agent, call));
  }

  /**
   * Those whom this call is to be offered to now: the agent it is kept for, whatever the step and the reserve; else the
   * eligible, if more agents are free than are kept from it.
   */
  candidates(call: WaitingCall): Agent[] {
    const { preferred } = call;
    if (preferred === undefined)
      return this.#free(call).length > this.reserve(call) ? this.eligible(call) : [];
    const steps = [...(this.queueOf(call)?.steps.keys() ?? [])];
    const kept = this.agent(preferred.agent);
    return kept && this.#isFree(kept, call, steps) && !rings(kept, call) ? [kept] : [];
  }

  /** How many of the eligible are kept from this call. */
  reserve(call: WaitingCall): number {
    const kept = (this.queueOf(call)?.keepFree ?? []).filter(
      ({ fromPriority }) => call.priority < fromPriority,
    );
    return Math.max(0, ...kept.map(({ agents }) => agents));
  }

  /** How many offers this call may have at once. */
  mostOffers(call: WaitingCall): number {
    const offering = this.queueOf(call)?.offering;
    if (offering === undefined || offering.mode === "claim") return 0;
    if (call.ringsAlone === true) return 1;
    return offering.mode === "several" ? offering.atMost : 1;
  }

  /** Whether and how the agent is to be had for this tenant at all, whatever its steps say. */
  engagements({ profile, dismissed }: Agent, { tenant }: Queue): Way[] {
    if (dismissed === true) return [];
    if (profile.tenant === tenant) return [{ source: "own" }];
    return this.snapshot.rentals
      .filter(({ renter, agents }) => renter === tenant && agents.includes(profile.id))
      .map((rental) => ({ source: rental.source, rental }));
  }

  #free(call: WaitingCall): Agent[] {
    return this.snapshot.agents.filter((agent) => this.#isFree(agent, call, [call.step]));
  }

  #isFree(agent: Agent, call: WaitingCall, steps: readonly number[]): boolean {
    const queue = this.queueOf(call);
    if (queue === undefined || !hasRoom(agent, queue.medium)) return false;
    return steps.some((step) => this.openWays(agent, queue, step).length > 0);
  }

  #isUsable({ id, hours, cap }: Rental): boolean {
    if (hours !== undefined && !isWithin(hours, this.at)) return false;
    const works = this.snapshot.agents.flatMap(({ works }) => works).filter(({ rental }) => rental === id);
    return cap === undefined || works.length < cap;
  }
}

export function isSignedIn({ state, dismissed }: Agent): boolean {
  return state.at !== "logged-out" && dismissed === undefined;
}

/** Ready or at work, with a device, nothing reserved to follow, and a slot that what is in hand leaves open. */
export function hasRoom(agent: Agent, medium: Medium): boolean {
  const { state, hasDevice, breakReserved, signOutReserved, dismissed, works, profile } = agent;
  if (state.at === "logged-out" || state.at === "not-ready" || !hasDevice) return false;
  if (breakReserved !== undefined || signOutReserved === true || dismissed === true) return false;
  const capacity = profile.capacity ?? oneCall;
  const ofThis = works.filter((work) => work.medium === medium).length;
  const others = works.filter((work) => work.medium !== medium);
  return (
    ofThis < (capacity[medium]?.slots ?? 0) &&
    others.every((work) => capacity[work.medium]?.interruptedBy.includes(medium) ?? false)
  );
}

/** An agent with several slots may ring for this call already. */
function rings({ works }: Agent, { id }: WaitingCall): boolean {
  return works.some((work) => work.at === "reserved" && work.call === id);
}

/** The step, and those before it that it adds to. */
function stepsUpTo(steps: readonly SearchStep[], step: number): SearchStep[] {
  const stage = steps[step];
  if (stage === undefined) return [];
  return stage.widens && step > 0 ? [stage, ...stepsUpTo(steps, step - 1)] : [stage];
}

function admits(
  { eligible, from, groups }: SearchStep,
  { profile }: Agent,
  { source, rental }: Way,
): boolean {
  const inGroup =
    groups === undefined || (source === "own" && groups.some((group) => profile.groups?.includes(group)));
  return (
    from.includes(source) && inGroup && shortfall(eligible, rental?.skills ?? profile.skills) === undefined
  );
}

/** Of hours told in UTC on a Thursday, the only ones made up here. */
function isWithin({ weekly }: WeeklyHours, at: number): boolean {
  const time = new Date(at).toISOString().slice(11, 16);
  return weekly.some(({ from, to }) => from <= time && time < to);
}
