import type { RoutingCommand } from "../routing/index.ts";
import type { FeedEvent } from "./feed.ts";
import { shownState } from "./shown-state.ts";
import type { Stepper } from "./stepper.ts";

type Command<Do extends RoutingCommand["do"]> = Extract<RoutingCommand, { readonly do: Do }>;

/** Does what routing decided, and tells it in the log of the tenant whose call or agent it is. */
export function followRouting(on: Stepper, command: RoutingCommand): void {
  switch (command.do) {
    case "offer":
      return offer(on, command);
    case "withdraw":
      return withdraw(on, command);
    case "connect":
      return connect(on, command);
    case "drop-late-answer":
      return dropLateAnswer(on, command);
    case "give-up":
      return giveUp(on, command);
    case "note-overflow":
      return overflow(on, command);
    case "note-step": {
      const { call, queue, step } = command;
      return tellOfCall(on, { type: "call-step-changed", call, queue, step });
    }
    case "note-offer-ended": {
      const { call, agent, reservation, outcome } = command;
      return tellOfCall(on, { type: "offer-ended", call, agent, reservation, outcome });
    }
    case "note-agent": {
      const { agent, tenant, state } = command;
      return on.tell(tenant, { type: "agent-state-changed", agent, state: shownState(state) });
    }
  }
}

function offer(on: Stepper, command: Command<"offer">): void {
  const { reservation, call, agent, rental, ringForSeconds, autoAnswer, because } = command;
  const live = on.draft.live(call);
  if (live === undefined) return;
  const { tenants, router } = on.draft;
  const home = router.agent(agent)?.profile.tenant ?? live.tenant;
  const sipUsername = tenants.get(home)?.settings.agents.get(agent)?.sipUsername ?? "";
  const queueName = tenants.get(live.tenant)?.settings.queues.get(command.queue)?.name ?? "";
  const { caller } = live.call;
  on.draft.offer(reservation, call);
  on.call(call, { type: "offered", reservation });
  const { effects, explanations } = on.draft.of(live.tenant);
  effects.push({
    do: "offer",
    offer: { reservation, call, agent, sipUsername, caller, queueName, ringForSeconds, autoAnswer },
  });
  explanations.push({ reservation, because });
  const under = rental !== undefined && { rental };
  on.tell(live.tenant, { type: "offer-made", call, agent, reservation, ...under });
}

function withdraw(on: Stepper, { reservation }: Command<"withdraw">): void {
  const tenant = on.draft.tenantOfReservation(reservation);
  if (tenant !== undefined) on.draft.of(tenant).effects.push({ do: "withdraw", reservation });
}

function connect(on: Stepper, { call, agent, reservation }: Command<"connect">): void {
  const live = on.draft.live(call);
  const { answer } = on;
  if (live === undefined || answer?.reservation !== reservation) return;
  const waitedMs = on.at - (live.call.passage?.queuedAt ?? on.at);
  on.tell(live.tenant, { type: "call-answered", call, agent, waitedMs });
  on.call(call, { type: "answered", agent, agentLeg: answer.leg });
  on.draft.talked.push({ tenant: live.tenant, acquaintance: { caller: live.call.caller, agent } });
}

function dropLateAnswer(on: Stepper, { reservation }: Command<"drop-late-answer">): void {
  const { answer } = on;
  if (answer?.reservation !== reservation) return;
  on.draft.of(answer.tenant).effects.push({ do: "hang-up", leg: answer.leg, cause: "normal" });
}

function giveUp(on: Stepper, { call, why, goesTo }: Command<"give-up">): void {
  tellOfCall(on, { type: "call-left-queue", call, why });
  if (goesTo === "hang-up") return on.call(call, { type: "flow-completed" });
  on.call(call, { type: "queue-gave-up" });
  return on.walk(call, { type: "queue-gave-up", why });
}

/** The call's age goes along as routing keeps it: not at all where the queue says so. */
function overflow(on: Stepper, { call, from, to, why }: Command<"note-overflow">): void {
  tellOfCall(on, { type: "call-overflowed", call, from, to, why });
  const queuedAt = on.draft.router.waitingCall(call)?.queuedAt;
  on.call(call, { type: "overflowed", queue: to, ...(queuedAt !== undefined && { queuedAt }) });
}

type OfCall<Event> = Event extends { readonly call: unknown } ? Omit<Event, "at"> : never;

function tellOfCall(on: Stepper, event: OfCall<FeedEvent>): void {
  const tenant = on.draft.tenantOfCall(event.call);
  if (tenant !== undefined) on.tell(tenant, event);
}
