import { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { Agent, AgentProfile } from "./agent.ts";
import type { RoutingChange } from "./change.ts";
import type { RoutingCommand } from "./command.ts";
import type { WaitEstimate } from "./estimate.ts";
import type { RoutingEvent, RoutingEventOf } from "./event.ts";
import type { Exclusion } from "./explanation.ts";
import type { Queue } from "./queue.ts";
import type { Rental } from "./rental.ts";
import type { OfferOutcome, Reservation } from "./reservation.ts";
import { Router } from "./router.ts";
import type { RoutingSnapshot } from "./snapshot.ts";
import { commandInShort } from "./test-short.ts";
import type { WaitingCall } from "./waiting-call.ts";

/** What an offer command holds. */
export type Offer = Extract<RoutingCommand, { do: "offer" }>;

/** For tests: a cell told in the field's words, with a clock of its own, that answers in short lines. */
export class TestCell {
  router = new Router();
  /** Epoch milliseconds; moved by `later`. Epoch 0 is a Thursday, midnight UTC. */
  now = 0;
  /** What the last event led to, in full. */
  commands: readonly RoutingCommand[] = [];
  changes: readonly RoutingChange[] = [];

  /** A cell in which the agents named are ready, signed in one second after another. */
  static with(
    queues: readonly Queue[],
    agents: readonly AgentProfile[],
    ready: readonly string[] = [],
    rentals: readonly Rental[] = [],
  ): TestCell {
    const cell = new TestCell();
    cell.configure(queues, agents, rentals);
    for (const agent of ready) cell.later(1).signIn(agent);
    cell.later(1);
    return cell;
  }

  /** Goes on as a new process would, from what was saved. */
  restart(from: RoutingSnapshot = this.router.snapshot()): void {
    this.router = new Router(from);
  }

  later(seconds: number): this {
    this.now += seconds * 1000;
    return this;
  }

  tell(event: RoutingEvent): string[] {
    const { commands, changes } = this.router.step(event);
    [this.commands, this.changes] = [commands, changes];
    return commands.map(commandInShort);
  }

  configure(
    queues: readonly Queue[],
    agents: readonly AgentProfile[],
    rentals: readonly Rental[] = [],
    version = this.router.snapshot().configVersion + 1,
  ): string[] {
    return this.tell({ type: "configured", at: this.now, version, queues, agents, rentals });
  }

  signIn(agent: string): string[] {
    return [...this.device(agent, "device-registered"), ...this.ask(agent, "ready")];
  }

  ask(agent: string, to: "ready" | "logged-out"): string[] {
    return this.tell({ type: "agent-asked", at: this.now, agent: AgentId(agent), to });
  }

  askForBreak(agent: string, reason: string): string[] {
    return this.tell({ type: "agent-asked", at: this.now, agent: AgentId(agent), to: "not-ready", reason });
  }

  device(agent: string, type: "device-registered" | "device-gone"): string[] {
    return this.tell({ type, at: this.now, agent: AgentId(agent) });
  }

  queue(call: string, queue: string, wish: Partial<RoutingEventOf<"call-queued">> = {}): string[] {
    const what = { type: "call-queued", at: this.now, call: CallId(call), queue: QueueId(queue) } as const;
    return this.tell({ priority: 5, needsAgents: false, ...wish, ...what });
  }

  /** Queues a call that is kept for this agent so long. */
  queueFor(call: string, queue: string, agent: string, patienceSeconds: number): string[] {
    return this.queue(call, queue, { preferred: { agent: AgentId(agent), patienceSeconds } });
  }

  /** Queues a call, has its first offer answered, and says who talks. */
  connect(call: string, queue: string): string | undefined {
    this.queue(call, queue);
    const agent = this.offered()?.agent;
    this.offerEnds(`${call}.1`, "answered");
    return agent;
  }

  claim(call: string, agent: string): string[] {
    return this.tell({ type: "call-claimed", at: this.now, call: CallId(call), agent: AgentId(agent) });
  }

  callLeaves(call: string): string[] {
    return this.tell({ type: "call-left", at: this.now, call: CallId(call) });
  }

  offerEnds(reservation: string, outcome: OfferOutcome): string[] {
    return this.tell({ type: "offer-ended", at: this.now, reservation: ReservationId(reservation), outcome });
  }

  conversationEnds(call: string): string[] {
    return this.tell({ type: "conversation-ended", at: this.now, call: CallId(call) });
  }

  timePasses(): string[] {
    return this.tell({ type: "time-passed", at: this.now });
  }

  agent(id: string): Agent | undefined {
    return this.router.agent(AgentId(id));
  }

  waiting(id: string): WaitingCall | undefined {
    return this.router.waitingCall(CallId(id));
  }

  reservation(id: string): Reservation | undefined {
    return this.router.reservation(ReservationId(id));
  }

  estimate(call: string): WaitEstimate | undefined {
    return this.router.estimate(CallId(call), this.now);
  }

  /** Why each agent could not be offered this call now, by agent; "free" where it could. */
  exclusions(call: string): Readonly<Record<string, Exclusion | "free">> {
    const pairs = this.router.exclusions(CallId(call));
    return Object.fromEntries(pairs.map(([agent, why]) => [agent, why ?? "free"]));
  }

  /** All that the cell knows, but for when something last happened to it. */
  known(): Omit<RoutingSnapshot, "at"> {
    const { at: _at, ...known } = this.router.snapshot();
    return known;
  }

  /** The first offer that the last event led to. */
  offered(): Offer | undefined {
    return this.commands.find((command) => command.do === "offer");
  }

  /** Whom the last event offered calls to, in order. */
  rung(): string[] {
    return this.commands.flatMap((command) => (command.do === "offer" ? [command.agent] : []));
  }
}
