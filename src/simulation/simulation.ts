import type { AgentId } from "../ids.ts";
import type { AgentState, RoutingCommand, RoutingEvent } from "../routing/index.ts";
import { Agenda } from "./agenda.ts";
import { AgentTimes } from "./agent-times.ts";
import { BatchClock } from "./batch-clock.ts";
import { CallerFates } from "./caller-fates.ts";
import { Callers, type CallersOfClass, callersOfClass, conversationMs } from "./callers.ts";
import { type AtOnce, Desks } from "./desks.ts";
import { Gauges } from "./gauges.ts";
import { happening } from "./happening.ts";
import { type Random, randomFor } from "./random.ts";
import { Roster } from "./roster.ts";
import type { Routing } from "./routing.ts";
import type { Length, Scenario } from "./scenario.ts";
import type { Columns, Tally } from "./tally.ts";

type CommandOf<Do extends RoutingCommand["do"]> = Extract<RoutingCommand, { readonly do: Do }>;

/** So many events at one moment are no coincidence: routing goes in circles. */
const mostEventsAtOnce = 1_000_000;

/**
 * One run: callers and agents around a router, which is driven by events as the dispatcher drives it. Routing decides
 * everything; here is only what people do.
 */
export class Simulation {
  readonly #routing: Routing;
  readonly #scenario: Scenario;
  readonly #roster: Roster;
  readonly #batches: BatchClock;
  readonly #agenda = new Agenda();
  readonly #gauges: Gauges;
  readonly #callers: Callers;
  readonly #classes: readonly CallersOfClass[];
  readonly #fates: CallerFates;
  readonly #times: AgentTimes;
  readonly #desks: Desks;
  readonly #chance: Random;
  readonly #answersAtOnce: AtOnce[] = [];
  #now: number;
  #events = 0;
  #eventsNow = 0;

  constructor(scenario: Scenario, length: Length, routing: Routing, columns: Columns, tally: Tally) {
    const { seed } = length;
    this.#routing = routing;
    this.#scenario = scenario;
    this.#roster = new Roster(scenario);
    this.#now = scenario.beginsAt ?? 0;
    this.#batches = new BatchClock(length, this.#now, tally);
    this.#classes = scenario.callers.map((rules, number) => callersOfClass(rules, number, seed));
    this.#fates = new CallerFates(columns, tally);
    this.#times = new AgentTimes(scenario, columns, tally);
    this.#gauges = new Gauges(scenario, columns, tally);
    this.#callers = new Callers(this.#gauges);
    this.#desks = new Desks(scenario.answering ?? {}, randomFor(seed, "answers"));
    this.#chance = randomFor(seed, "routing");
    this.#open();
  }

  /** How many events routing was given. */
  get events(): number {
    return this.#events;
  }

  /** Goes on until so many batches are over in all. */
  goOn(batches: number): void {
    for (let at = this.#next(); this.#goOnTo(at, batches); at = this.#next()) {
      if (this.#agenda.nextAt <= at) this.#happen();
      else this.#tell({ type: "time-passed", at: this.#now, chance: this.#roll() });
    }
  }

  /** The doors open: everybody on shift signs in, and the first of each class is on the way. */
  #open(): void {
    const { queues, agents, rentals } = this.#scenario;
    this.#tell({
      type: "configured",
      version: 1,
      queues,
      agents,
      rentals,
      at: this.#now,
      chance: this.#roll(),
    });
    const beginsAt = this.#now;
    for (const { number, fromMs, toMs } of this.#roster.shifts()) {
      this.#agenda.put(beginsAt + fromMs, happening.signIn, number);
      if (toMs < Infinity) this.#agenda.put(beginsAt + toMs, happening.signOut, number);
    }
    for (const of of this.#classes) this.#expectCall(of);
  }

  /** When something happens next: to people, or by a deadline of routing. */
  #next(): number {
    return Math.max(this.#now, Math.min(this.#agenda.nextAt, this.#routing.nextDeadline() ?? Infinity));
  }

  /** False when that is after the end of so many batches. */
  #goOnTo(at: number, batches: number): boolean {
    if (!this.#batches.goOnTo(at, batches, this.#bringTimesUpTo)) return false;
    this.#gauges.bringUpTo(at);
    if (at > this.#now) this.#eventsNow = 0;
    this.#now = at;
    return true;
  }

  readonly #bringTimesUpTo = (at: number): void => {
    this.#times.bringUpTo(at);
    this.#gauges.bringUpTo(at);
  };

  #happen(): void {
    this.#agenda.take();
    const { kind, whom } = this.#agenda;
    if (kind === happening.call) this.#call(whom);
    else if (kind === happening.hangUp) this.#hangUp(whom);
    else if (kind === happening.answer) this.#answer(whom);
    else if (kind === happening.goodbye) this.#sayGoodbye(whom);
    else if (kind === happening.signIn) this.#signIn(whom);
    else if (kind === happening.signOut) this.#signOut(whom);
    else if (this.#roster.isOnShift(whom)) this.#signIn(whom);
  }

  #expectCall(of: CallersOfClass): void {
    const at = (this.#scenario.beginsAt ?? 0) + of.clock.next();
    if (at < Infinity) this.#agenda.put(at, happening.call, of.number);
  }

  #call(number: number): void {
    const of = this.#classes[number];
    if (of === undefined) return;
    this.#expectCall(of);
    this.#fates.arrived(of);
    this.#gauges.called(of);
    const { trunks, asksForEstimates } = this.#scenario;
    if (trunks !== undefined && this.#callers.onTheLine >= trunks) return this.#fates.blocked(of);
    const caller = this.#callers.call(of, this.#now);
    if (caller.hangsUpAt < Infinity) this.#agenda.put(caller.hangsUpAt, happening.hangUp, caller.slot);
    const { queue, priority, needsAgents = false, maximumWaitSeconds } = of.rules;
    const chance = this.#roll();
    const event = {
      type: "call-queued",
      call: caller.id,
      queue,
      priority,
      needsAgents,
      at: this.#now,
      chance,
    } as const;
    this.#tell(maximumWaitSeconds === undefined ? event : { ...event, maximumWaitSeconds });
    if (asksForEstimates === true && caller.at === "waiting") {
      const wait = this.#routing.estimate(caller.id, this.#now)?.wait;
      if (wait !== undefined) caller.estimateMs = (wait.fromMs + wait.toMs) / 2;
    }
  }

  /** Of those who were served or left meanwhile, the entry is still there; another caller may have the place. */
  #hangUp(slot: number): void {
    const caller = this.#callers.inSlot(slot);
    if (caller?.at !== "waiting" || caller.hangsUpAt !== this.#now) return;
    this.#fates.abandoned(caller, this.#now);
    this.#callers.leave(caller);
    this.#tell({ type: "call-left", call: caller.id, at: this.#now, chance: this.#roll() });
  }

  #answer(slot: number): void {
    const ring = this.#desks.end(slot);
    if (ring === undefined) return;
    const { reservation, outcome } = ring;
    this.#tell({ type: "offer-ended", reservation, outcome, at: this.#now, chance: this.#roll() });
  }

  #sayGoodbye(slot: number): void {
    const caller = this.#callers.inSlot(slot);
    if (caller?.at !== "talking") return;
    this.#callers.leave(caller);
    this.#tell({ type: "conversation-ended", call: caller.id, at: this.#now, chance: this.#roll() });
  }

  #signIn(number: number): void {
    const agent = this.#roster.agent(number);
    this.#roster.begin(number);
    this.#tell({ type: "device-registered", agent, at: this.#now, chance: this.#roll() });
    this.#tell({ type: "agent-asked", agent, to: "ready", at: this.#now, chance: this.#roll() });
  }

  #signOut(number: number): void {
    this.#roster.end(number);
    const agent = this.#roster.agent(number);
    this.#tell({ type: "agent-asked", agent, to: "logged-out", at: this.#now, chance: this.#roll() });
  }

  #roll(): number {
    return this.#chance.unit();
  }

  /** One event and what follows from it; then the answers that take no time. */
  #tell(event: RoutingEvent): void {
    this.#step(event);
    for (let next = this.#answersAtOnce.shift(); next !== undefined; next = this.#answersAtOnce.shift()) {
      const { reservation, outcome } = next;
      this.#step({ type: "offer-ended", reservation, outcome, at: this.#now, chance: this.#roll() });
    }
  }

  #step(event: RoutingEvent): void {
    this.#events += 1;
    this.#eventsNow += 1;
    if (this.#eventsNow > mostEventsAtOnce)
      throw new Error(`time stands still at ${this.#now}: ${event.type}`);
    for (const command of this.#routing.step(event).commands) this.#carryOut(command);
  }

  #carryOut(command: RoutingCommand): void {
    switch (command.do) {
      case "offer":
        return this.#offer(command);
      case "withdraw":
        return this.#desks.stop(command.reservation);
      case "connect":
        return this.#connect(command);
      case "give-up":
        return this.#giveUp(command);
      case "note-agent":
        return this.#noteAgent(command.agent, command.state);
      case "drop-late-answer":
      case "note-offer-ended":
      case "note-overflow":
      case "note-step":
        return undefined;
    }
  }

  #offer({ reservation }: CommandOf<"offer">): void {
    const outcome = this.#desks.outcome();
    if (outcome === "no-answer") return;
    const delayMs = this.#desks.delayMs();
    if (delayMs === 0) this.#answersAtOnce.push({ reservation, outcome });
    else this.#agenda.put(this.#now + delayMs, happening.answer, this.#desks.ring(reservation, outcome).slot);
  }

  #connect({ call, agent }: CommandOf<"connect">): void {
    const caller = this.#callers.byId(call);
    if (caller?.at !== "waiting") throw new Error(`routing connects ${call}, who does not wait`);
    const serviceMs = conversationMs(caller.of, agent);
    this.#callers.connect(caller);
    this.#agenda.put(this.#now + serviceMs, happening.goodbye, caller.slot);
    this.#fates.served(caller, this.#roster.numberOf(agent), serviceMs, this.#now);
  }

  #giveUp({ call }: CommandOf<"give-up">): void {
    const caller = this.#callers.byId(call);
    if (caller?.at !== "waiting") throw new Error(`routing gives up ${call}, who does not wait`);
    this.#fates.givenUp(caller, this.#now);
    this.#callers.leave(caller);
  }

  #noteAgent(agent: AgentId, state: AgentState): void {
    const number = this.#roster.numberOf(agent);
    this.#times.enter(number, state, this.#now);
    if (state.at !== "not-ready" || state.until !== undefined || !isFetchedBack.has(state.reason)) return;
    const afterMs = this.#scenario.answering?.returnsAfterMs ?? 60_000;
    this.#agenda.put(this.#now + afterMs, happening.comeBack, number);
  }
}

/** Reasons after which agents notice that no calls come, and make themselves ready again. */
const isFetchedBack: ReadonlySet<string> = new Set(["ring-no-answer", "device-unreachable"]);
