import { AgentId, CallId, QueueId, RentalId, ReservationId, TenantId } from "../ids.ts";
import type { RoutingChange } from "./change.ts";
import type { RoutingCommand } from "./command.ts";
import type { RoutingEvent } from "./event.ts";
import type { OfferOutcome } from "./reservation.ts";
import { Router } from "./router.ts";
import type { RoutingSnapshot } from "./snapshot.ts";
import type { Configuration } from "./test-configurations.ts";

/** For tests: something to do in a run, by small numbers, so that a run can be made up and made smaller. */
export type Act = { readonly afterMs: number } & (
  | ({ readonly do: "configure" } & Configuration)
  | { readonly do: "sign-in"; readonly agent: number }
  | { readonly do: "ask"; readonly agent: number; readonly to: "ready" | "not-ready" | "logged-out" }
  | { readonly do: "device"; readonly agent: number; readonly type: "device-registered" | "device-gone" }
  | {
      readonly do: "queue";
      readonly call: number;
      readonly queue: number;
      readonly priority: number;
      readonly needsAgents: boolean;
      readonly maximumWaitSeconds?: number;
      readonly preferred?: { readonly agent: number; readonly patienceSeconds: number };
      /** How old the call is already. */
      readonly ageMs?: number;
    }
  | { readonly do: "leave" | "end"; readonly call: number }
  | { readonly do: "claim"; readonly call: number; readonly agent: number }
  /** Ends the nth reservation counted from the latest: one that stands, or one long over. */
  | { readonly do: "end-offer"; readonly back: number; readonly outcome: OfferOutcome }
  | { readonly do: "wait" }
  | { readonly do: "wait-for-deadline" }
);

/** One step of a run. */
export interface Moment {
  readonly before: RoutingSnapshot;
  readonly event: RoutingEvent;
  readonly after: RoutingSnapshot;
  readonly commands: readonly RoutingCommand[];
  readonly changes: readonly RoutingChange[];
  /** The next deadline afterwards. */
  readonly deadline: number | undefined;
}

/** The command that makes an offer. */
export type OfferCommand = Extract<RoutingCommand, { do: "offer" }>;

export const tenantIds = ["t1", "t2"].map(TenantId);
export const agentIds = ["a0", "a1", "a2", "a3", "a4"].map(AgentId);
export const queueIds = ["q0", "q1", "q2", "q3"].map(QueueId);
export const rentalIds = ["r0", "r1", "r2"].map(RentalId);
export const callIds = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"].map(CallId);

/**
 * Carries a run out as a dispatcher would: time never runs backwards, and offers are counted for each call. Whoever
 * looks on sees the router itself after each step.
 */
export function run(acts: readonly Act[], look?: (router: Router, moment: Moment) => void): Moment[] {
  const moments: Moment[] = [];
  const router = new Router();
  let [before, now] = [router.snapshot(), 1_000];
  for (const act of acts) {
    now = act.do === "wait-for-deadline" ? Math.max(now, router.nextDeadline() ?? now) : now + act.afterMs;
    for (const happens of eventsOf(act, now, before, moments)) {
      const event = { ...happens, chance: (moments.length * 0.37) % 1 };
      const { commands, changes } = router.step(event);
      const after = router.snapshot();
      const moment = { before, event, after, commands, changes, deadline: router.nextDeadline() };
      moments.push(moment);
      look?.(router, moment);
      before = after;
    }
  }
  return moments;
}

/** The offers made in these moments, in order. */
export function offersIn(moments: readonly Pick<Moment, "commands">[]): OfferCommand[] {
  return moments.flatMap(({ commands }) => commands.filter((command) => command.do === "offer"));
}

function eventsOf(act: Act, at: number, before: RoutingSnapshot, past: readonly Moment[]): RoutingEvent[] {
  switch (act.do) {
    case "configure": {
      const { queues, agents, rentals } = act;
      return [{ type: "configured", at, version: before.configVersion + 1, queues, agents, rentals }];
    }
    case "sign-in": {
      const agent = nth(agentIds, act.agent);
      return [
        { type: "device-registered", at, agent },
        { type: "agent-asked", at, agent, to: "ready" },
      ];
    }
    case "ask":
      return [wish(nth(agentIds, act.agent), act.to, at)];
    case "device":
      return [{ type: act.type, at, agent: nth(agentIds, act.agent) }];
    case "queue":
      return [queueing(act, at, past)];
    case "leave":
      return [{ type: "call-left", at, call: oneOf(waitingIn(before), act.call) }];
    case "end":
      return [{ type: "conversation-ended", at, call: oneOf(talkingIn(before), act.call) }];
    case "claim": {
      const agent = nth(agentIds, act.agent);
      return [{ type: "call-claimed", at, call: oneOf(waitingIn(before), act.call), agent }];
    }
    case "end-offer": {
      const reservation = offersIn(past).at(-1 - act.back)?.reservation ?? ReservationId("c0.99");
      return [{ type: "offer-ended", at, reservation, outcome: act.outcome }];
    }
    default:
      return [{ type: "time-passed", at }];
  }
}

function queueing(act: Extract<Act, { do: "queue" }>, at: number, past: readonly Moment[]): RoutingEvent {
  const { do: _do, afterMs: _after, preferred, ageMs, ...how } = act;
  const call = nth(callIds, act.call);
  return {
    ...how,
    type: "call-queued",
    at,
    call,
    queue: nth(queueIds, act.queue),
    offersBefore: offersIn(past).filter((offer) => offer.call === call).length,
    ...(ageMs === undefined ? {} : { waitingSince: at - ageMs }),
    ...(preferred === undefined
      ? {}
      : { preferred: { ...preferred, agent: nth(agentIds, preferred.agent) } }),
  };
}

function wish(agent: AgentId, to: "ready" | "not-ready" | "logged-out", at: number): RoutingEvent {
  const asked = { type: "agent-asked", at, agent } as const;
  return to === "not-ready" ? { ...asked, to, reason: "lunch" } : { ...asked, to };
}

function waitingIn({ waiting }: RoutingSnapshot): CallId[] {
  return waiting.map(({ id }) => id);
}

function talkingIn({ agents }: RoutingSnapshot): CallId[] {
  return agents.flatMap(({ works }) => works.flatMap((work) => (work.at === "talking" ? [work.call] : [])));
}

/** One of these calls; if there is none, one that it is too late or too early for. */
function oneOf(calls: readonly CallId[], index: number): CallId {
  return calls.length === 0 ? nth(callIds, index) : nth(calls, index % calls.length);
}

function nth<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no ${index}th of ${values.length}.`);
  return value;
}
