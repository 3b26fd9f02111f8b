/** Something due at a moment (epoch ms). */
export interface Deadline<Id> {
  readonly at: number;
  readonly id: Id;
}

/**
 * Moments at which something is due, the earliest at hand without a look at the rest: a binary heap. What is no longer
 * due is not taken out, but passed over when its moment comes.
 */
export class Deadlines<Id> {
  private readonly heap: Deadline<Id>[] = [];

  add(deadline: Deadline<Id>): void {
    const { heap } = this;
    let place = heap.push(deadline) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.at <= deadline.at) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = deadline;
  }

  /** The earliest moment of those that still stand; others in front of it are forgotten. */
  next(stands: (deadline: Deadline<Id>) => boolean): number | undefined {
    for (let first = this.heap[0]; first !== undefined; first = this.heap[0]) {
      if (stands(first)) return first.at;
      this.takeFirst();
    }
    return undefined;
  }

  /** Takes out what is due at this moment or before, the earliest first. */
  takeDue(at: number): readonly Deadline<Id>[] {
    const due: Deadline<Id>[] = [];
    for (let first = this.heap[0]; first !== undefined && first.at <= at; first = this.heap[0]) {
      due.push(first);
      this.takeFirst();
    }
    return due;
  }

  private takeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const child = this.earlierChild(place);
      const below = heap[child];
      if (below === undefined || below.at >= last.at) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
  }

  private earlierChild(place: number): number {
    const left = 2 * place + 1;
    const [one, other] = [this.heap[left], this.heap[left + 1]];
    return one !== undefined && other !== undefined && other.at < one.at ? left + 1 : left;
  }
}
