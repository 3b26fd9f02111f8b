import { type AgentId, type CallId, type QueueId, ReservationId } from "../../../src/ids.ts";
import type { RoutingEvent, RoutingSnapshot } from "../../../src/routing/index.ts";
import type { Contestant, Heard } from "../contestant.ts";
import type { Cell } from "../population/cell.ts";
import { TimeHeap } from "../time-heap.ts";
import type { Due } from "./due.ts";
import type { Matcher, Ring } from "./matcher.ts";
import { agentsFrom, callsFrom, dueFrom, offersFrom, queuesOf, talksFrom } from "./opening.ts";
import type { FloorAgent, FloorCall, FloorOffer, FloorQueue, FloorTalk } from "./people.ts";

type EventOf<Type extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: Type }>;

/** Makes a peer's matcher, given how it makes telephones ring and who there is. */
export type MatcherMaker = (
  ring: Ring,
  agents: readonly FloorAgent[],
  queues: Iterable<FloorQueue>,
) => Matcher;

/**
 * What the peers have in common: who is free, what rings, what falls due. It goes on from where a router stood, and
 * knows of its rules the steps, priorities, pauses and wrap-up; agents are taken longest idle first.
 */
export class Floor implements Contestant {
  private readonly queues: ReadonlyMap<QueueId, FloorQueue>;
  private readonly agents: ReadonlyMap<AgentId, FloorAgent>;
  private readonly calls: Map<CallId, FloorCall>;
  private readonly offers: Map<ReservationId, FloorOffer>;
  private readonly talks: Map<CallId, FloorTalk>;
  private readonly due = new TimeHeap<Due>();
  private readonly matcher: Matcher;
  private commands: Heard[] = [];
  private now = 0;

  constructor(cell: Cell, from: RoutingSnapshot, make: MatcherMaker) {
    this.agents = agentsFrom(from);
    this.queues = queuesOf(cell, this.agents);
    this.calls = callsFrom(from, this.queues);
    this.matcher = make(this.ring, [...this.agents.values()], this.queues.values());
    for (const call of this.calls.values()) this.matcher.add(call);
    this.offers = offersFrom(from, this.calls, this.agents);
    this.talks = talksFrom(from, this.queues, this.agents);
    for (const [at, due] of dueFrom(from, this.calls, this.agents)) this.due.push(at, due);
  }

  step(event: RoutingEvent): { readonly commands: readonly Heard[] } {
    this.now = event.at;
    this.commands = [];
    this.take(event);
    return { commands: this.commands };
  }

  nextDeadline(): number | undefined {
    for (;;) {
      const soonest = this.due.peek();
      if (soonest === undefined || this.stands(soonest)) return this.due.soonest();
      this.due.pop();
    }
  }

  private take(event: RoutingEvent): void {
    switch (event.type) {
      case "agent-asked":
        return this.agentAsked(event);
      case "call-queued":
        return this.callQueued(event);
      case "call-left":
        return this.callLeft(event.call);
      case "offer-ended":
        return this.offerEnded(event);
      case "conversation-ended":
        return this.conversationEnded(event.call);
      case "time-passed":
        return this.timePassed();
      case "configured":
      case "device-registered":
      case "device-gone":
      case "call-claimed":
        return;
    }
  }

  private agentAsked({ agent: id, to }: EventOf<"agent-asked">): void {
    const agent = this.agents.get(id);
    if (agent === undefined) return;
    const atWork = agent.at === "reserved" || agent.at === "talking";
    agent.breakAsked = atWork && to !== "ready";
    if (atWork) return;
    if (to !== "ready") this.turn(agent, "away");
    else if (agent.at !== "free") this.becomeFree(agent, this.now);
  }

  private callQueued({ call: id, queue: queueId, priority, at }: EventOf<"call-queued">): void {
    const queue = this.queues.get(queueId);
    if (queue === undefined) return;
    const call = { id, queue, priority, queuedAt: at, step: 0, offers: 0, ringing: false, gone: false };
    this.calls.set(id, call);
    this.matcher.add(call);
    this.timeStep(call, at);
    this.matcher.onCall(call);
  }

  private callLeft(id: CallId): void {
    const call = this.calls.get(id);
    if (call === undefined) return;
    this.forget(call);
    const reservation = reservationOf(call);
    const offer = this.offers.get(reservation);
    if (offer === undefined) return;
    this.offers.delete(reservation);
    this.commands.push({ do: "withdraw" });
    this.afterWork(offer.agent, offer.agent.idleSince);
  }

  private offerEnded({ reservation, outcome }: EventOf<"offer-ended">): void {
    const offer = this.offers.get(reservation);
    if (offer === undefined) return;
    this.offers.delete(reservation);
    if (outcome === "answered") return this.connect(offer);
    const { call, agent } = offer;
    const { busyPauseMs, declinedPauseMs } = call.queue;
    this.turn(agent, "away");
    this.dueAgent(agent, this.now + (outcome === "busy" ? busyPauseMs : declinedPauseMs));
    this.offerAgain(call);
  }

  private connect({ call, agent }: FloorOffer): void {
    this.forget(call);
    this.talks.set(call.id, { agent, queue: call.queue });
    this.turn(agent, "talking");
    this.commands.push({ do: "connect", call: call.id });
  }

  private conversationEnded(id: CallId): void {
    const talk = this.talks.get(id);
    if (talk === undefined) return;
    this.talks.delete(id);
    this.turn(talk.agent, "wrap-up");
    this.dueAgent(talk.agent, this.now + talk.queue.wrapUpMs);
  }

  private timePassed(): void {
    for (let next = this.nextDeadline(); next !== undefined && next <= this.now; next = this.nextDeadline()) {
      const due = this.due.pop();
      if (due !== undefined) this.fallDue(due);
    }
  }

  private fallDue(due: Due): void {
    switch (due.of) {
      case "agent":
        return this.afterWork(due.agent, this.now);
      case "offer":
        return this.rangOut(due.reservation);
      case "step":
        due.call.step += 1;
        this.timeStep(due.call, this.now);
        if (!due.call.ringing) this.matcher.onCall(due.call);
    }
  }

  private rangOut(reservation: ReservationId): void {
    const offer = this.offers.get(reservation);
    if (offer === undefined) return;
    this.offers.delete(reservation);
    this.turn(offer.agent, "away");
    const state = { at: "not-ready", reason: "ring-no-answer" };
    this.commands.push({ do: "withdraw" }, { do: "note-agent", agent: offer.agent.id, state });
    this.offerAgain(offer.call);
  }

  private offerAgain(call: FloorCall): void {
    call.ringing = false;
    this.matcher.onCall(call);
  }

  private afterWork(agent: FloorAgent, idleSince: number): void {
    if (!agent.breakAsked) return this.becomeFree(agent, idleSince);
    agent.breakAsked = false;
    this.turn(agent, "away");
  }

  private becomeFree(agent: FloorAgent, idleSince: number): void {
    this.turn(agent, "free");
    agent.idleSince = idleSince;
    this.matcher.onAgent(agent);
  }

  private turn(agent: FloorAgent, at: FloorAgent["at"]): void {
    agent.at = at;
    agent.turn += 1;
  }

  private forget(call: FloorCall): void {
    call.gone = true;
    this.calls.delete(call.id);
    this.matcher.remove(call);
  }

  private readonly ring: Ring = (call, agent) => {
    call.ringing = true;
    call.offers += 1;
    this.turn(agent, "reserved");
    const reservation = reservationOf(call);
    this.offers.set(reservation, { call, agent });
    this.due.push(this.now + call.queue.ringMs, { of: "offer", reservation });
    this.commands.push({ do: "offer", reservation, call: call.id, agent: agent.id });
  };

  private timeStep(call: FloorCall, from: number): void {
    const lasts = call.queue.stepMs[call.step];
    if (lasts !== undefined) this.due.push(from + lasts, { of: "step", call, step: call.step });
  }

  private dueAgent(agent: FloorAgent, at: number): void {
    this.due.push(at, { of: "agent", agent, turn: agent.turn });
  }

  private stands(due: Due): boolean {
    if (due.of === "agent") return due.agent.turn === due.turn;
    if (due.of === "offer") return this.offers.has(due.reservation);
    return !due.call.gone && due.call.step === due.step;
  }
}

function reservationOf({ id, offers }: FloorCall): ReservationId {
  return ReservationId(`${id}.${offers}`);
}
