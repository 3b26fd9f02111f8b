import type { AgentId, CallId, QueueId, ReservationId } from "../ids.ts";
import type { Agent } from "./agent.ts";
import type { RoutingCommand } from "./command.ts";
import { DraftMap } from "./draft-map.ts";
import type { Queue, WaitingCall } from "./queue.ts";
import type { Reservation } from "./reservation.ts";
import type { RoutingState } from "./state.ts";

/**
 * One step in the making: the state as changed so far, and the commands given so far. It lives only inside `step`;
 * from outside, stepping is a pure function. Each map is copied at most once in a step, however much changes.
 */
export class Draft {
  /** When the event happened, epoch milliseconds. */
  readonly at: number;
  readonly agents: DraftMap<AgentId, Agent>;
  readonly waiting: DraftMap<CallId, WaitingCall>;
  readonly reservations: DraftMap<ReservationId, Reservation>;
  readonly #before: RoutingState;
  readonly #commands: RoutingCommand[] = [];
  #configVersion: number;
  #queues: ReadonlyMap<QueueId, Queue>;

  constructor(state: RoutingState, at: number) {
    this.at = at;
    this.#before = state;
    this.agents = new DraftMap(state.agents);
    this.waiting = new DraftMap(state.waiting);
    this.reservations = new DraftMap(state.reservations);
    this.#configVersion = state.configVersion;
    this.#queues = state.queues;
  }

  get configVersion(): number {
    return this.#configVersion;
  }

  get queues(): ReadonlyMap<QueueId, Queue> {
    return this.#queues;
  }

  configure(version: number, queues: ReadonlyMap<QueueId, Queue>): void {
    this.#configVersion = version;
    this.#queues = queues;
  }

  command(command: RoutingCommand): void {
    this.#commands.push(command);
  }

  /** The only way an agent changes, so that every change of state is noted once. */
  putAgent(agent: Agent): void {
    const { id } = agent.profile;
    const before = this.agents.get(id);
    this.agents.put(id, agent);
    if (before !== undefined && before.state !== agent.state) {
      this.command({ do: "note-agent", agent: id, state: agent.state });
    }
  }

  /** The agent is gone from the cell; noted as logged out. */
  dropAgent(agent: Agent): void {
    const { id } = agent.profile;
    this.agents.drop(id);
    if (agent.state.at === "logged-out") return;
    this.command({ do: "note-agent", agent: id, state: { at: "logged-out", since: this.at } });
  }

  /** The next state, which is the one before itself if nothing changed, and the commands in the order given. */
  finish(): readonly [RoutingState, readonly RoutingCommand[]] {
    const next: RoutingState = {
      configVersion: this.#configVersion,
      queues: this.#queues,
      agents: this.agents.now,
      waiting: this.waiting.now,
      reservations: this.reservations.now,
    };
    return [this.#differs(next) ? next : this.#before, this.#commands];
  }

  #differs(next: RoutingState): boolean {
    const before = this.#before;
    return (
      next.configVersion !== before.configVersion ||
      next.queues !== before.queues ||
      next.agents !== before.agents ||
      next.waiting !== before.waiting ||
      next.reservations !== before.reservations
    );
  }
}
