import { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { Agent, AgentProfile, SkillLevels } from "./agent.ts";
import type { RoutingCommand } from "./command.ts";
import type { RoutingEvent, RoutingEventOf } from "./event.ts";
import type { Queue, WaitingCall } from "./queue.ts";
import type { OfferOutcome } from "./reservation.ts";
import { emptyRouting, type RoutingState } from "./state.ts";
import { step } from "./step.ts";

/** For tests: a cell told in the field's words, with a clock of its own, that answers in short lines. */
export class TestCell {
  state: RoutingState = emptyRouting;
  /** Epoch milliseconds; moved by `later`. */
  now = 0;
  /** What the last event led to, in full. */
  commands: readonly RoutingCommand[] = [];

  /** A cell of these queues and agents, where the agents named are ready, signed in one second after another. */
  static with(
    queues: readonly Queue[],
    agents: readonly AgentProfile[],
    ready: readonly string[] = [],
  ): TestCell {
    const cell = new TestCell();
    cell.configure(queues, agents);
    for (const agent of ready) cell.later(1).signIn(agent);
    cell.later(1);
    return cell;
  }

  later(seconds: number): this {
    this.now += seconds * 1000;
    return this;
  }

  tell(event: RoutingEvent): string[] {
    [this.state, this.commands] = step(this.state, event);
    return this.commands.map(inShort);
  }

  configure(
    queues: readonly Queue[],
    agents: readonly AgentProfile[],
    version = this.state.configVersion + 1,
  ): string[] {
    return this.tell({ type: "configured", at: this.now, version, queues, agents });
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
    return this.state.agents.get(AgentId(id));
  }

  waiting(id: string): WaitingCall | undefined {
    return this.state.waiting.get(CallId(id));
  }
}

export function queue(id: string, requires: SkillLevels = {}, rules: Partial<Queue> = {}): Queue {
  return { id: QueueId(id), requires, ringForSeconds: 15, wrapUpSeconds: 10, ...rules };
}

export function agent(id: string, skills: SkillLevels = {}): AgentProfile {
  return { id: AgentId(id), skills };
}

/** One command in one line. */
function inShort(command: RoutingCommand): string {
  switch (command.do) {
    case "offer":
      return `offer ${command.reservation} to ${command.agent}`;
    case "withdraw":
    case "drop-late-answer":
      return `${command.do} ${command.reservation}`;
    case "connect":
      return `connect ${command.call} with ${command.agent}`;
    case "give-up":
      return `give up ${command.call}: ${command.why}`;
    case "note-offer-ended":
      return `${command.reservation} ended ${command.outcome}`;
    default:
      return `${command.agent} is ${command.state.at}${reasonOf(command.state)}`;
  }
}

function reasonOf(state: Agent["state"]): string {
  return state.at === "not-ready" ? ` (${state.reason})` : "";
}
