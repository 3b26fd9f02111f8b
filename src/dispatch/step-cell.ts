import { beginCall, type CallCommand, type CallEvent, latestPlayback, stepCall } from "../calls/index.ts";
import { type CallId, type LegId, QueueId } from "../ids.ts";
import { stepWalk, type WalkCommand, type WalkEvent, walkDeadline } from "../ivr/index.ts";
import { nextDeadline, type RoutingCommand, type RoutingEvent, stepRouting } from "../routing/index.ts";
import { type Cell, type CellEvent, graphKey, type Turn } from "./cell.ts";
import { configure } from "./configure.ts";
import type { FeedEvent } from "./feed.ts";

type Of<Type extends CellEvent["type"]> = Extract<CellEvent, { type: Type }>;

/** Moves a tenant's cell by one event. Pure: the same cell and event give the same turn. */
export function stepCell(cell: Cell, event: CellEvent): Turn {
  const stepper = new Stepper(cell, event.at);
  stepper.take(event);
  return stepper.turn();
}

/** The earliest moment (epoch ms) at which `time-passed` would change something. */
export function cellDeadline(cell: Cell): number | undefined {
  const deadlines = [nextDeadline(cell.routing)];
  for (const call of cell.calls.values()) {
    if (call.at === "in-flow" && call.walk !== undefined) deadlines.push(walkDeadline(call.walk));
  }
  const set = deadlines.filter((deadline) => deadline !== undefined);
  return set.length === 0 ? undefined : Math.min(...set);
}

/**
 * Carries one event through the three rooms until they are quiet. It lives for one step only and touches nothing
 * outside itself.
 */
class Stepper {
  private cell: Cell;
  private readonly at: number;
  private readonly effects: Turn["effects"][number][] = [];
  private readonly events: FeedEvent[] = [];
  private readonly records: Turn["records"][number][] = [];
  private readonly explanations: Turn["explanations"][number][] = [];
  private answeredLeg: LegId | undefined;

  constructor(cell: Cell, at: number) {
    this.cell = cell;
    this.at = at;
  }

  turn(): Turn {
    const { cell, effects, events, records, explanations } = this;
    return { cell, effects, events, records, explanations };
  }

  take(event: CellEvent): void {
    switch (event.type) {
      case "configured":
        return this.configure(event);
      case "call-admitted":
        return this.admit(event);
      case "caller-arrived":
        return this.arrive(event);
      case "caller-gone":
        return this.callerGone(event);
      case "agent-leg-ended":
        return this.call(event.call, { type: "agent-left", at: this.at, leg: event.leg });
      case "bridge-failed":
        return this.call(event.call, { type: "failed", at: this.at, why: "failure" });
      case "prompts-finished":
        return this.promptsFinished(event);
      case "digit-pressed":
        return this.walk(event.call, { type: "digit-pressed", at: this.at, digit: event.digit });
      case "offer-finished":
        return this.offerFinished(event);
      case "agent-asked":
        return this.route({ type: "agent-asked", at: this.at, agent: event.agent, ...event.change });
      case "device-changed":
        return this.deviceChanged(event);
      case "stopped":
        return this.stop();
      case "time-passed":
        return this.passTime();
    }
  }

  private configure({ config, version }: Of<"configured">): void {
    this.cell = configure(this.cell, config);
    this.route({ type: "configured", at: this.at, version, queues: config.queues, agents: config.agents });
  }

  private admit({ call: id, number, caller, flow: flowId }: Of<"call-admitted">): void {
    if (this.cell.calls.has(id)) return;
    const published = this.cell.config.flows.find((flow) => flow.id === flowId);
    const flow = { id: flowId, version: published?.version ?? 0 };
    const call = beginCall({ at: this.at, id, number, caller, flow });
    this.cell = { ...this.cell, calls: new Map(this.cell.calls).set(id, call) };
    if (published !== undefined)
      this.cell = { ...this.cell, graphs: new Map(this.cell.graphs).set(graphKey(flow), published.graph) };
    this.tell({ type: "call-arrived", at: this.at, call: id, number, caller });
  }

  private arrive({ call, leg }: Of<"caller-arrived">): void {
    if (this.cell.calls.get(call)?.at !== "arriving") return;
    this.call(call, { type: "leg-arrived", at: this.at, leg });
    this.walk(call, { type: "entered", at: this.at });
    // Its flow was taken out of use between admission and arrival: nobody could say anything to the caller.
    if (this.cell.calls.get(call)?.walk === undefined)
      this.call(call, { type: "failed", at: this.at, why: "failure" });
  }

  private callerGone({ call, why }: Of<"caller-gone">): void {
    const failed = why === "failed" && this.cell.calls.get(call)?.at === "arriving";
    this.call(
      call,
      failed ? { type: "failed", at: this.at, why: "failure" } : { type: "caller-left", at: this.at },
    );
  }

  private promptsFinished({ call: id, playback }: Of<"prompts-finished">): void {
    const call = this.cell.calls.get(id);
    if (call === undefined || latestPlayback(call) !== playback) return;
    this.walk(id, { type: "prompts-finished", at: this.at });
  }

  private offerFinished({ reservation, result }: Of<"offer-finished">): void {
    this.answeredLeg = result.outcome === "answered" ? result.leg : undefined;
    this.route({ type: "offer-ended", at: this.at, reservation, outcome: result.outcome });
    this.answeredLeg = undefined;
  }

  private deviceChanged({ agent, registered }: Of<"device-changed">): void {
    if (this.cell.routing.agents.get(agent)?.hasDevice === registered) return;
    this.route({ type: registered ? "device-registered" : "device-gone", at: this.at, agent });
    this.tell({ type: "agent-device-changed", at: this.at, agent, hasDevice: registered });
  }

  private stop(): void {
    for (const id of this.cell.calls.keys()) this.call(id, { type: "failed", at: this.at, why: "shutdown" });
  }

  private passTime(): void {
    for (const call of this.cell.calls.values()) {
      if (call.at === "in-flow") this.walk(call.id, { type: "time-passed", at: this.at });
    }
    this.route({ type: "time-passed", at: this.at });
  }

  /** Steps one call by one event, and follows what it commands. */
  private call(id: CallId, event: CallEvent): void {
    const before = this.cell.calls.get(id);
    if (before === undefined) return;
    const [after, commands] = stepCall(before, event);
    if (after === before && commands.length === 0) return;
    this.cell = { ...this.cell, calls: new Map(this.cell.calls).set(id, after) };
    for (const command of commands) this.followCall(command);
  }

  private followCall(command: CallCommand): void {
    if (command.do === "record") this.close(command);
    else this.effects.push(command);
  }

  /** The call is over: routing lets go of it, its row of history is due, and it is no longer live. */
  private close({ record }: Extract<CallCommand, { do: "record" }>): void {
    const { call, endedBy: by, outcome } = record;
    this.records.push(record);
    this.tell({ type: "call-ended", at: this.at, call, by, outcome });
    const calls = new Map(this.cell.calls);
    calls.delete(call);
    this.cell = { ...this.cell, calls };
    this.route({ type: "call-left", at: this.at, call });
    this.route({ type: "conversation-ended", at: this.at, call });
  }

  /** Steps the flow of one call, and follows what it wants. */
  private walk(id: CallId, event: WalkEvent): void {
    const call = this.cell.calls.get(id);
    const graph = call && this.cell.graphs.get(graphKey(call.flow));
    if (call?.at !== "in-flow" || graph === undefined) return;
    const [walk, commands] = stepWalk(graph, call.walk, event);
    if (walk !== call.walk) this.call(id, { type: "walked", at: this.at, walk });
    for (const command of commands) this.followFlow(id, command);
  }

  private followFlow(call: CallId, command: WalkCommand): void {
    switch (command.do) {
      case "play":
        return this.call(call, { type: "flow-spoke", at: this.at, utterances: command.utterances });
      case "stop-playing":
        return this.call(call, { type: "flow-fell-silent", at: this.at });
      case "queue":
        return this.queue(call, command);
      case "hang-up":
        return this.call(call, { type: "flow-completed", at: this.at });
    }
  }

  private queue(call: CallId, command: Extract<WalkCommand, { do: "queue" }>): void {
    const { do: _, queue: key, ...wish } = command;
    const found = this.cell.config.queues.find((queue) => queue.key === key);
    // A queue that was removed since this version of the flow was published: routing gives the call back at once.
    const queue = found?.id ?? QueueId(`removed:${key}`);
    this.call(call, { type: "queued", at: this.at, queue });
    this.tell({ type: "call-queued", at: this.at, call, queue });
    const { queuedAt: waitingSince = this.at, offers: offersBefore = 0 } =
      this.cell.calls.get(call)?.passage ?? {};
    this.route({ type: "call-queued", at: this.at, call, queue, ...wish, waitingSince, offersBefore });
  }

  private route(event: RoutingEvent): void {
    const [routing, commands] = stepRouting(this.cell.routing, event);
    if (routing !== this.cell.routing) this.cell = { ...this.cell, routing };
    for (const command of commands) this.followRouting(command);
  }

  private followRouting(command: RoutingCommand): void {
    switch (command.do) {
      case "offer":
        return this.offer(command);
      case "withdraw":
        this.effects.push({ do: "withdraw", reservation: command.reservation });
        return;
      case "connect":
        return this.connect(command);
      case "drop-late-answer":
        if (this.answeredLeg !== undefined)
          this.effects.push({ do: "hang-up", leg: this.answeredLeg, cause: "normal" });
        return;
      case "give-up":
        return this.giveUp(command);
      case "note-offer-ended": {
        const { do: _, ...ended } = command;
        return this.tell({ type: "offer-ended", at: this.at, ...ended });
      }
      case "note-agent":
        return this.tell({
          type: "agent-state-changed",
          at: this.at,
          agent: command.agent,
          state: command.state,
        });
    }
  }

  private offer(command: Extract<RoutingCommand, { do: "offer" }>): void {
    const { reservation, call, agent, ringForSeconds, because } = command;
    const caller = this.cell.calls.get(call)?.caller ?? "";
    const sipUsername = this.cell.config.agents.find(({ id }) => id === agent)?.sipUsername ?? "";
    const queueName = this.cell.config.queues.find(({ id }) => id === command.queue)?.name ?? "";
    this.call(call, { type: "offered", at: this.at, reservation });
    this.effects.push({
      do: "offer",
      offer: { reservation, call, agent, sipUsername, caller, queueName, ringForSeconds },
    });
    this.explanations.push({ reservation, because });
    this.tell({ type: "offer-made", at: this.at, call, agent, reservation });
  }

  private connect({ call, agent }: Extract<RoutingCommand, { do: "connect" }>): void {
    if (this.answeredLeg === undefined) return;
    const queuedAt = this.cell.calls.get(call)?.passage?.queuedAt ?? this.at;
    this.tell({ type: "call-answered", at: this.at, call, agent, waitedMs: this.at - queuedAt });
    this.call(call, { type: "answered", at: this.at, agent, agentLeg: this.answeredLeg });
  }

  private giveUp({ call, why }: Extract<RoutingCommand, { do: "give-up" }>): void {
    this.tell({ type: "call-left-queue", at: this.at, call, why });
    this.call(call, { type: "queue-gave-up", at: this.at });
    this.walk(call, { type: "queue-gave-up", at: this.at, why });
  }

  private tell(event: FeedEvent): void {
    this.events.push(event);
  }
}
