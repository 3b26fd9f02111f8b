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

/** How many stand below each: few levels, and the times of each family lie side by side. */
const branches = 4;

/**
 * Deadlines by time, in a heap. Their times are kept beside them, so that finding the first hardly ever needs a look at
 * what they are about. Those that are over are passed over when their time comes.
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
    const { at } = deadline;
    let place = this.#heap.length;
    this.#heap.push(deadline);
    if (place >= this.#times.length) this.#grow();
    while (place > 0) {
      const above = Math.floor((place - 1) / branches);
      if (!this.#isBefore(at, deadline, above)) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(at, deadline, place);
  }

  dropFirst(): void {
    const at = this.#times[this.#heap.length - 1];
    const last = this.#heap.pop();
    if (last === undefined || at === undefined || this.#heap.length === 0) return;
    let place = 0;
    for (let below = this.#firstBelow(0); below !== undefined; below = this.#firstBelow(place)) {
      if (this.#isBefore(at, last, below)) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(at, last, place);
  }

  /** Forgets those that are over: they would pile up until their time comes. */
  keepOnly(isDue: (deadline: Deadline) => boolean): void {
    const kept = this.#heap.filter(isDue);
    this.#heap = [];
    for (const deadline of kept) this.add(deadline);
  }

  /** The earliest of those right below a place. */
  #firstBelow(place: number): number | undefined {
    const from = branches * place + 1;
    const end = Math.min(from + branches, this.#heap.length);
    if (from >= end) return undefined;
    let first = from;
    for (let below = from + 1; below < end; below += 1) if (this.#isEarlier(below, first)) first = below;
    return first;
  }

  #isEarlier(one: number, other: number): boolean {
    const [mine, theirs] = [this.#times[one] ?? 0, this.#times[other] ?? 0];
    if (mine !== theirs) return mine < theirs;
    const deadline = this.#heap[one];
    return deadline !== undefined && this.#isBefore(mine, deadline, other);
  }

  /** Whether a deadline, due at this time, comes before the one at a place. */
  #isBefore(at: number, deadline: Deadline, place: number): boolean {
    const time = this.#times[place] ?? Number.POSITIVE_INFINITY;
    if (at !== time) return at < time;
    const other = this.#heap[place];
    return other === undefined || isBefore(deadline, other);
  }

  #move(from: number, to: number): void {
    const [time, deadline] = [this.#times[from], this.#heap[from]];
    if (time !== undefined && deadline !== undefined) this.#put(time, deadline, to);
  }

  #put(at: number, deadline: Deadline, place: number): void {
    this.#heap[place] = deadline;
    this.#times[place] = at;
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
