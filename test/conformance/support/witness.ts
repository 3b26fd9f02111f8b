import type { CallId } from "../../../src/ids.ts";
import {
  Router,
  type RoutingEvent,
  type RoutingStep,
  type WaitEstimate,
} from "../../../src/routing/index.ts";
import type { Routing } from "../../../src/simulation/index.ts";

/** A router under observation: when each call came, when its conversation began and when it ended. */
export class Witness implements Routing {
  /** In the order of coming. Epoch milliseconds; NaN of what did not happen. */
  readonly calledAt: Float64Array;
  readonly connectedAt: Float64Array;
  readonly endedAt: Float64Array;
  /** Calls observed; those beyond the room made for them are not. */
  calls = 0;
  readonly #router = new Router();
  readonly #numbers = new Map<CallId, number>();

  constructor(room: number) {
    this.calledAt = new Float64Array(room).fill(Number.NaN);
    this.connectedAt = new Float64Array(room).fill(Number.NaN);
    this.endedAt = new Float64Array(room).fill(Number.NaN);
  }

  step(event: RoutingEvent): RoutingStep {
    if (event.type === "call-queued") this.#called(event.call, event.at);
    if (event.type === "conversation-ended") this.#note(this.endedAt, event.call, event.at);
    const step = this.#router.step(event);
    for (const command of step.commands) {
      if (command.do === "connect") this.#note(this.connectedAt, command.call, event.at);
    }
    return step;
  }

  nextDeadline(): number | undefined {
    return this.#router.nextDeadline();
  }

  estimate(call: CallId, at: number): WaitEstimate | undefined {
    return this.#router.estimate(call, at);
  }

  #called(call: CallId, at: number): void {
    if (this.calls === this.calledAt.length) return;
    this.#numbers.set(call, this.calls);
    this.calledAt[this.calls] = at;
    this.calls += 1;
  }

  #note(moments: Float64Array, call: CallId, at: number): void {
    const number = this.#numbers.get(call);
    if (number !== undefined) moments[number] = at;
  }
}

/**
 * How far the beginning of any conversation was from the earliest moment possible, milliseconds: each call taken, in
 * the order of coming, by the first of so many agents to be free (Kiefer and Wolfowitz 1955). Calls that were not
 * over when the observation ended are left out.
 */
export function farthestFromEarliest(
  { calledAt, connectedAt, endedAt, calls }: Witness,
  agents: number,
): number {
  const freeAt = new Float64Array(agents);
  let farthest = 0;
  for (let call = 0; call < calls; call += 1) {
    const first = indexOfLeast(freeAt);
    const begins = Math.max(calledAt[call] ?? 0, freeAt[first] ?? 0);
    const began = connectedAt[call] ?? Number.NaN;
    const ended = endedAt[call] ?? Number.NaN;
    if (Number.isNaN(ended)) continue;
    farthest = Math.max(farthest, Math.abs(began - begins));
    freeAt[first] = begins + ended - began;
  }
  return farthest;
}

function indexOfLeast(numbers: Float64Array): number {
  let least = 0;
  for (let at = 1; at < numbers.length; at += 1) {
    if ((numbers[at] ?? 0) < (numbers[least] ?? 0)) least = at;
  }
  return least;
}
