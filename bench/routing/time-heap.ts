interface Entry<T> {
  readonly at: number;
  /** What came first goes first when the moment is the same. */
  readonly nth: number;
  readonly item: T;
}

/** What is to happen, soonest first: a binary heap. */
export class TimeHeap<T> {
  private entries: Entry<T>[] = [];
  private pushed = 0;

  /** Goes on from here as this one does; the items themselves are shared. */
  copy(): TimeHeap<T> {
    const copied = new TimeHeap<T>();
    copied.entries = [...this.entries];
    copied.pushed = this.pushed;
    return copied;
  }

  /** When the soonest is to happen. */
  soonest(): number | undefined {
    return this.entries[0]?.at;
  }

  /** What is to happen soonest. */
  peek(): T | undefined {
    return this.entries[0]?.item;
  }

  push(at: number, item: T): void {
    this.pushed += 1;
    const entry: Entry<T> = { at, nth: this.pushed, item };
    let place = this.entries.length;
    this.entries.push(entry);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.entries[above];
      if (parent === undefined || !before(entry, parent)) break;
      this.entries[place] = parent;
      place = above;
    }
    this.entries[place] = entry;
  }

  pop(): T | undefined {
    const [first] = this.entries;
    const last = this.entries.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.entries.length > 0) this.sink(last);
    return first.item;
  }

  private sink(entry: Entry<T>): void {
    let place = 0;
    for (;;) {
      const below = this.smallerBelow(place);
      const child = this.entries[below];
      if (child === undefined || !before(child, entry)) break;
      this.entries[place] = child;
      place = below;
    }
    this.entries[place] = entry;
  }

  private smallerBelow(place: number): number {
    const left = 2 * place + 1;
    const [one, other] = [this.entries[left], this.entries[left + 1]];
    return one !== undefined && other !== undefined && before(other, one) ? left + 1 : left;
  }
}

function before<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.at === other.at ? one.nth < other.nth : one.at < other.at;
}
