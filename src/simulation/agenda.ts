/**
 * What will happen, and when: a binary heap in flat arrays, so that a simulation of millions of calls leaves nothing
 * for the garbage collector here. Of what falls on the same moment, the first put in comes out first.
 * What happens is a number for its kind and one for whom it happens to; both are the owner's to give a meaning.
 */
export class Agenda {
  /** The moment of the earliest entry; infinite when there is none. */
  nextAt = Number.POSITIVE_INFINITY;
  /** Kind and whom of the entry taken last. */
  kind = 0;
  whom = 0;

  #size = 0;
  #put = 0;
  #ats = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #kinds = new Int32Array(1024);
  #whoms = new Int32Array(1024);

  get size(): number {
    return this.#size;
  }

  put(at: number, kind: number, whom: number): void {
    if (this.#size === this.#ats.length) this.#grow();
    this.#rise(this.#size, at, this.#put, kind, whom);
    this.#size += 1;
    this.#put += 1;
    this.nextAt = this.#ats[0] ?? at;
  }

  /** Takes the earliest entry out: `kind` and `whom` tell what it was. Only while there is one. */
  take(): void {
    this.kind = this.#kinds[0] ?? 0;
    this.whom = this.#whoms[0] ?? 0;
    this.#size -= 1;
    if (this.#size > 0) this.#sink();
    this.nextAt = this.#size > 0 ? (this.#ats[0] ?? 0) : Number.POSITIVE_INFINITY;
  }

  /** Brings an entry to where its parent is earlier, beginning from a place that is free. */
  #rise(from: number, at: number, order: number, kind: number, whom: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const parentAt = this.#ats[parent] ?? 0;
      if (parentAt < at || (parentAt === at && (this.#orders[parent] ?? 0) < order)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#ats[place] = at;
    this.#orders[place] = order;
    this.#kinds[place] = kind;
    this.#whoms[place] = whom;
  }

  /** The free place at the top goes down to the bottom along the earlier children; the last entry rises from there. */
  #sink(): void {
    const last = this.#size;
    let place = 0;
    for (let child = 1; child < last; child = 2 * place + 1) {
      if (child + 1 < last && this.#isEarlier(child + 1, child)) child += 1;
      this.#move(child, place);
      place = child;
    }
    this.#rise(
      place,
      this.#ats[last] ?? 0,
      this.#orders[last] ?? 0,
      this.#kinds[last] ?? 0,
      this.#whoms[last] ?? 0,
    );
  }

  #isEarlier(one: number, other: number): boolean {
    const at = this.#ats[one] ?? 0;
    const otherAt = this.#ats[other] ?? 0;
    return at < otherAt || (at === otherAt && (this.#orders[one] ?? 0) < (this.#orders[other] ?? 0));
  }

  #move(from: number, to: number): void {
    this.#ats[to] = this.#ats[from] ?? 0;
    this.#orders[to] = this.#orders[from] ?? 0;
    this.#kinds[to] = this.#kinds[from] ?? 0;
    this.#whoms[to] = this.#whoms[from] ?? 0;
  }

  #grow(): void {
    const length = this.#ats.length * 2;
    this.#ats = grown(new Float64Array(length), this.#ats);
    this.#orders = grown(new Float64Array(length), this.#orders);
    this.#kinds = grown(new Int32Array(length), this.#kinds);
    this.#whoms = grown(new Int32Array(length), this.#whoms);
  }
}

function grown<Numbers extends Float64Array | Int32Array>(into: Numbers, from: Numbers): Numbers {
  into.set(from);
  return into;
}
