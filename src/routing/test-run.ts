import { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { AgentProfile } from "./agent.ts";
import type { RoutingCommand } from "./command.ts";
import type { RoutingEvent } from "./event.ts";
import type { Queue } from "./queue.ts";
import type { OfferOutcome } from "./reservation.ts";
import { emptyRouting, type RoutingState } from "./state.ts";
import { nextDeadline, step } from "./step.ts";

/** For tests: something to do in a run, by small numbers, so that a run can be made up and made smaller. */
export type Act = { readonly afterMs: number } & (
  | { readonly do: "configure"; readonly queues: readonly Queue[]; readonly agents: readonly AgentProfile[] }
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
    }
  | { readonly do: "leave" | "end"; readonly call: number }
  /** Ends the nth reservation counted from the latest: one that stands, or one long over. */
  | { readonly do: "end-offer"; readonly back: number; readonly outcome: OfferOutcome }
  | { readonly do: "wait" }
  | { readonly do: "wait-for-deadline" }
);

/** One step of a run. */
export interface Moment {
  readonly before: RoutingState;
  readonly event: RoutingEvent;
  readonly after: RoutingState;
  readonly commands: readonly RoutingCommand[];
}

export const agentIds = ["a0", "a1", "a2", "a3"].map(AgentId);
export const queueIds = ["q0", "q1", "q2"].map(QueueId);
export const callIds = ["c0", "c1", "c2", "c3", "c4", "c5"].map(CallId);

/** Carries a run out as a dispatcher would: time never runs backwards, and offers are counted for each call. */
export function run(acts: readonly Act[]): Moment[] {
  const moments: Moment[] = [];
  let [state, now] = [emptyRouting, 1_000];
  for (const act of acts) {
    now = act.do === "wait-for-deadline" ? Math.max(now, nextDeadline(state) ?? now) : now + act.afterMs;
    for (const event of eventsOf(act, now, state, moments)) {
      const [after, commands] = step(state, event);
      moments.push({ before: state, event, after, commands });
      state = after;
    }
  }
  return moments;
}

/** The offers made in these moments, in order. */
export function offersIn(moments: readonly Moment[]): Extract<RoutingCommand, { do: "offer" }>[] {
  return moments.flatMap(({ commands }) => commands.filter((command) => command.do === "offer"));
}

function eventsOf(act: Act, at: number, state: RoutingState, past: readonly Moment[]): RoutingEvent[] {
  switch (act.do) {
    case "configure":
      return [{ ...act, type: "configured", at, version: state.configVersion + 1 }];
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
    case "queue": {
      const { do: _do, afterMs: _after, ...how } = act;
      const call = nth(callIds, act.call);
      const offersBefore = offersIn(past).filter((offer) => offer.call === call).length;
      return [{ ...how, type: "call-queued", at, call, queue: nth(queueIds, act.queue), offersBefore }];
    }
    case "leave":
      return [{ type: "call-left", at, call: nth(callIds, act.call) }];
    case "end":
      return [{ type: "conversation-ended", at, call: nth(callIds, act.call) }];
    case "end-offer": {
      const reservation = offersIn(past).at(-1 - act.back)?.reservation ?? ReservationId("c0.99");
      return [{ type: "offer-ended", at, reservation, outcome: act.outcome }];
    }
    default:
      return [{ type: "time-passed", at }];
  }
}

function wish(agent: AgentId, to: "ready" | "not-ready" | "logged-out", at: number): RoutingEvent {
  const asked = { type: "agent-asked", at, agent } as const;
  return to === "not-ready" ? { ...asked, to, reason: "lunch" } : { ...asked, to };
}

function nth<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no ${index}th of ${values.length}.`);
  return value;
}
