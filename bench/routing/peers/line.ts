import type { FloorCall } from "./people.ts";

/** Waiting calls in the order they are served: highest priority, then oldest, then by id. */
export class Line {
  readonly calls: FloorCall[] = [];

  add(call: FloorCall): void {
    this.calls.splice(this.placeOf(call), 0, call);
  }

  remove(call: FloorCall): void {
    const place = this.placeOf(call);
    if (this.calls[place] === call) this.calls.splice(place, 1);
  }

  /** Before how many it does not come. */
  private placeOf(call: FloorCall): number {
    let [from, to] = [0, this.calls.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.calls[middle];
      if (other !== undefined && isBefore(other, call)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function isBefore(one: FloorCall, other: FloorCall): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  return one.queuedAt === other.queuedAt ? one.id < other.id : one.queuedAt < other.queuedAt;
}
