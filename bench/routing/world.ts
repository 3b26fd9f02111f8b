import { type AgentId, CallId } from "../../src/ids.ts";
import type { RoutingEvent } from "../../src/routing/index.ts";
import { agentEvent, type Coming, outcomes } from "./coming.ts";
import type { Heard } from "./contestant.ts";
import type { Cell } from "./population/cell.ts";
import { type Demands, demandsOf } from "./population/demand.ts";
import { Random } from "./random.ts";
import type { Scale } from "./scale.ts";
import { TimeHeap } from "./time-heap.ts";

/** Times in milliseconds. */
const began = 1_800_000_000_000;
const signInWithin = 120_000;
const talk = 120_000;
const answerWithin = 5_000;
const handling = talk + answerWithin / 2 + 15_000;
const untilBreak = 2_400_000;
const breakLasts = 300_000;
const backAfterNoAnswer = 30_000;
/** How much of what agents could serve comes: where they keep up, and where they do not. */
const calmLoad = 0.85;
const busyLoad = 1.4;
/** The rate of calls for busy tenants answers to how many wait: by so much for the whole of the target. */
const gain = 10;
const mostAtOnce = 12;

/**
 * Callers and agents, in a closed loop with whoever decides: `next` tells what happens, `heard` what was decided of it.
 * So many calls come that the number waiting stays near the scale's; in calm tenants some agents are idle, in the
 * others callers wait. All by one seed, with no clock of its own.
 */
export class World {
  private readonly scale: Scale;
  private readonly demands: Demands;
  private readonly random: Random;
  private readonly coming: TimeHeap<Coming>;
  /** Who waits or rings. */
  private readonly callers: Set<CallId>;
  private now: number;

  private constructor(world: WorldParts) {
    this.scale = world.scale;
    this.demands = world.demands;
    this.random = world.random;
    this.coming = world.coming;
    this.callers = world.callers;
    this.now = world.now;
  }

  /** Nobody has signed in or called yet. */
  static of(scale: Scale, cell: Cell, seed: number): World {
    const demands = demandsOf(cell, handling);
    const random = new Random(seed);
    const coming = new TimeHeap<Coming>();
    for (const { id: agent } of cell.agents) {
      const at = began + random.between(0, signInWithin);
      coming.push(at, { does: "plug-in", agent });
      coming.push(at + random.between(100, 1_000), { does: "sign-in", agent });
    }
    for (const calm of [true, false]) coming.push(began, { does: "call", calm });
    return new World({ scale, demands, random, coming, callers: new Set(), now: began });
  }

  /** Goes on from here as this one does. */
  copy(): World {
    const { scale, demands, now } = this;
    const [random, coming, callers] = [this.random.copy(), this.coming.copy(), new Set(this.callers)];
    return new World({ scale, demands, now, random, coming, callers });
  }

  /** How many wait or ring. */
  get waiting(): number {
    return this.callers.size;
  }

  /** Epoch milliseconds. */
  get time(): number {
    return this.now;
  }

  /** What happens next, given when something falls due by itself. */
  next(deadline: number | undefined): RoutingEvent {
    for (;;) {
      const soonest = this.coming.soonest() ?? Number.POSITIVE_INFINITY;
      if (deadline !== undefined && deadline <= soonest) {
        this.now = Math.max(this.now, deadline);
        return { at: this.now, type: "time-passed" };
      }
      const coming = this.coming.pop();
      if (coming === undefined) throw new Error("nothing happens any more");
      this.now = soonest;
      const event = this.happen(coming);
      if (event !== undefined) return event;
    }
  }

  /** What was decided of the event told last. */
  heard(commands: readonly Heard[]): void {
    for (const command of commands) this.hear(command);
  }

  private happen(coming: Coming): RoutingEvent | undefined {
    switch (coming.does) {
      case "call":
        return this.call(coming.calm);
      case "lose-patience":
        if (!this.callers.delete(coming.call)) return undefined;
        return { at: this.now, type: "call-left", call: coming.call };
      case "respond": {
        const { reservation, outcome } = coming;
        return { at: this.now, type: "offer-ended", reservation, outcome };
      }
      case "hang-up":
        return { at: this.now, type: "conversation-ended", call: coming.call };
      case "sign-in":
        this.after(this.random.exponential(untilBreak), { does: "take-break", agent: coming.agent });
        return agentEvent(this.now, coming.does, coming.agent);
      case "come-back":
      case "plug-in":
        return agentEvent(this.now, coming.does, coming.agent);
      case "take-break":
        return this.takeBreak(coming.agent);
    }
  }

  private call(calm: boolean): RoutingEvent {
    const { random } = this;
    const { queues, served } = calm ? this.demands.calm : this.demands.busy;
    const rate = served * (calm ? calmLoad : busyLoad * this.pressure());
    this.after(random.exponential(1 / rate), { does: "call", calm });
    const call = CallId(`c${random.hex()}`);
    this.callers.add(call);
    this.after(random.exponential(this.patience()), { does: "lose-patience", call });
    return {
      ...{ at: this.now, type: "call-queued", call, queue: random.weighted(queues), needsAgents: false },
      priority: random.weighted([
        [14, 0],
        [3, 1],
        [2, 3],
        [1, 7],
      ]),
    };
  }

  /** Above 1 while fewer wait than ought to, and the other way round. */
  private pressure(): number {
    const missing = 1 - this.callers.size / this.scale.waiting;
    return Math.min(mostAtOnce, Math.max(0.05, 1 + gain * missing));
  }

  /** With it, as many give up as come too many when as many wait as ought to. */
  private patience(): number {
    return this.scale.waiting / (this.demands.busy.served * (busyLoad - 1));
  }

  private takeBreak(agent: AgentId): RoutingEvent {
    this.after(breakLasts, { does: "come-back", agent });
    this.after(breakLasts + this.random.exponential(untilBreak), { does: "take-break", agent });
    return agentEvent(this.now, "take-break", agent);
  }

  private hear(command: Heard): void {
    switch (command.do) {
      case "offer": {
        const outcome = this.random.weighted(outcomes);
        if (outcome === "no-answer") return;
        const { reservation } = command;
        this.after(this.random.between(500, answerWithin), { does: "respond", reservation, outcome });
        return;
      }
      case "connect":
        this.callers.delete(command.call);
        this.after(this.random.exponential(talk), { does: "hang-up", call: command.call });
        return;
      case "give-up":
        this.callers.delete(command.call);
        return;
      case "note-agent":
        if (command.state.at !== "not-ready" || command.state.reason !== "ring-no-answer") return;
        this.after(backAfterNoAnswer, { does: "come-back", agent: command.agent });
        return;
      case "withdraw":
      case "drop-late-answer":
      case "note-overflow":
      case "note-step":
      case "note-offer-ended":
        return;
    }
  }

  private after(milliseconds: number, coming: Coming): void {
    this.coming.push(this.now + Math.round(milliseconds), coming);
  }
}

interface WorldParts {
  readonly scale: Scale;
  readonly demands: Demands;
  readonly random: Random;
  readonly coming: TimeHeap<Coming>;
  readonly callers: Set<CallId>;
  readonly now: number;
}
