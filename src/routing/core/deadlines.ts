import type { AgentState, Work } from "../agent.ts";
import { byText } from "../by-text.ts";
import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { ReservationNode } from "./reservation-node.ts";

/** Something that falls due, epoch milliseconds. What it is about may be over by then. */
export type Deadline = { readonly at: number } & (
  | { readonly of: "wrap-up"; readonly agent: AgentNode; readonly work: Work }
  | { readonly of: "pause"; readonly agent: AgentNode; readonly state: AgentState }
  | { readonly of: "ring"; readonly reservation: ReservationNode }
  | { readonly of: "step" | "patience" | "give-up"; readonly call: CallNode }
);

/** What falls due at the same moment is taken in this order, so that an agent who becomes free saves a call. */
const order = { "wrap-up": 0, pause: 1, ring: 2, patience: 3, step: 4, "give-up": 5 } as const;

/**
 * Deadlines by time, in a heap where four stand below each: few levels, and the times of each family lie side by side.
 * The times are kept apart, so that finding the first hardly ever needs a look at what they are about. Deadlines that
 * are over are passed over when their time comes.
 */
export class Deadlines {
  #heap: Deadline[] = [];
  #times = new Float64Array(256);

  get size(): number {
    return this.#heap.length;
  }

  first(): Deadline | undefined {
    return this.#heap[0];
  }

  add(deadline: Deadline): void {
    let place = this.#heap.length;
    if (place >= this.#times.length) this.#grow();
    this.#heap.push(deadline);
    this.#times[place] = deadline.at;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (!this.#isBefore(place, above)) return;
      this.#swap(place, above);
      place = above;
    }
  }

  dropFirst(): void {
    const last = this.#heap.length - 1;
    if (last < 0) return;
    this.#swap(0, last);
    this.#heap.pop();
    let place = 0;
    for (let below = this.#firstBelow(place); below >= 0; below = this.#firstBelow(place)) {
      if (!this.#isBefore(below, place)) return;
      this.#swap(below, place);
      place = below;
    }
  }

  /** Forgets those that are over: they would pile up until their time comes. */
  keepOnly(isDue: (deadline: Deadline) => boolean): void {
    const kept = this.#heap.filter(isDue);
    this.#heap = [];
    for (const deadline of kept) this.add(deadline);
  }

  /** The earliest of those right below a place; -1 if there is none. */
  #firstBelow(place: number): number {
    const from = 4 * place + 1;
    const end = Math.min(from + 4, this.#heap.length);
    if (from >= end) return -1;
    let first = from;
    for (let below = from + 1; below < end; below += 1) if (this.#isBefore(below, first)) first = below;
    return first;
  }

  /** Told by places, never by times: a number with a fraction that is handed on costs memory. */
  #isBefore(one: number, other: number): boolean {
    const mine = this.#times[one] ?? 0;
    const theirs = this.#times[other] ?? 0;
    if (mine !== theirs) return mine < theirs;
    const deadline = this.#heap[one];
    const than = this.#heap[other];
    return deadline !== undefined && than !== undefined && isBefore(deadline, than);
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const times = this.#times;
    const deadline = heap[one];
    const than = heap[other];
    if (deadline === undefined || than === undefined) return;
    const time = times[one] ?? 0;
    heap[one] = than;
    heap[other] = deadline;
    times[one] = times[other] ?? 0;
    times[other] = time;
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#times.length);
    times.set(this.#times);
    this.#times = times;
  }
}

/** Which of two deadlines of the same moment comes first. */
function isBefore(one: Deadline, other: Deadline): boolean {
  if (one.of !== other.of) return order[one.of] < order[other.of];
  return byText(subjectOf(one), subjectOf(other)) < 0;
}

function subjectOf(deadline: Deadline): string {
  switch (deadline.of) {
    case "wrap-up":
      return deadline.work.reservation;
    case "pause":
      return deadline.agent.record.profile.id;
    case "ring":
      return deadline.reservation.record.id;
    default:
      return deadline.call.record.id;
  }
}
