import type { AgentState, Work } from "../agent.ts";
import { byText } from "../by-text.ts";
import type { Reservation } from "../reservation.ts";
import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";

/** Something that falls due, epoch milliseconds. What it is about may be over by then. */
export type Deadline = { readonly at: number } & (
  | { readonly of: "wrap-up"; readonly agent: AgentNode; readonly work: Work }
  | { readonly of: "pause"; readonly agent: AgentNode; readonly state: AgentState }
  | { readonly of: "ring"; readonly reservation: Reservation }
  | { readonly of: "step" | "patience" | "give-up"; readonly call: CallNode }
);

/** What falls due at the same moment is taken in this order, so that an agent who becomes free saves a call. */
const order = { "wrap-up": 0, pause: 1, ring: 2, patience: 3, step: 4, "give-up": 5 } as const;

/**
 * Deadlines by time, in a binary heap. Their times stand side by side, so that most comparisons need nothing else.
 * Those that are over are passed over when their time comes.
 */
export class Deadlines {
  #heap: Deadline[] = [];
  #times: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  first(): Deadline | undefined {
    return this.#heap[0];
  }

  add(deadline: Deadline): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(deadline);
    this.#times.push(deadline.at);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(deadline, parent)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#put(deadline, place);
  }

  dropFirst(): void {
    const last = this.#heap.pop();
    this.#times.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#sink(last);
  }

  /** Forgets those that are over: they would pile up until their time comes. */
  keepOnly(isDue: (deadline: Deadline) => boolean): void {
    const kept = this.#heap.filter(isDue);
    this.#heap = [];
    this.#times = [];
    for (const deadline of kept) this.add(deadline);
  }

  /** From the top down to where it belongs. */
  #sink(deadline: Deadline): void {
    let place = 0;
    for (;;) {
      const child = this.#smallerChild(place);
      if (child === undefined || this.#isBefore(deadline, child)) break;
      this.#move(child, place);
      place = child;
    }
    this.#put(deadline, place);
  }

  #smallerChild(place: number): number | undefined {
    const left = 2 * place + 1;
    if (left >= this.#heap.length) return undefined;
    const right = this.#heap[left + 1];
    return right !== undefined && this.#isBefore(right, left) ? left + 1 : left;
  }

  /** Whether a deadline comes before the one at this place. */
  #isBefore(deadline: Deadline, place: number): boolean {
    const time = this.#times[place] ?? Number.POSITIVE_INFINITY;
    if (deadline.at !== time) return deadline.at < time;
    const other = this.#heap[place];
    return other === undefined || isBefore(deadline, other);
  }

  #move(from: number, to: number): void {
    const deadline = this.#heap[from];
    if (deadline !== undefined) this.#put(deadline, to);
  }

  #put(deadline: Deadline, place: number): void {
    this.#heap[place] = deadline;
    this.#times[place] = deadline.at;
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
      return deadline.reservation.id;
    default:
      return deadline.call.record.id;
  }
}
