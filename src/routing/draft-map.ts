/** A map that is changed during one step: the original stays as it was, and is copied at the first real change. */
export class DraftMap<Key, Value> {
  readonly #original: ReadonlyMap<Key, Value>;
  #copy: Map<Key, Value> | undefined;

  constructor(original: ReadonlyMap<Key, Value>) {
    this.#original = original;
  }

  /** The map as it is now; the original itself while nothing has changed. Not to be kept beyond the step. */
  get now(): ReadonlyMap<Key, Value> {
    return this.#copy ?? this.#original;
  }

  get(key: Key): Value | undefined {
    return this.now.get(key);
  }

  /** Puts a value; one that is there already changes nothing. */
  put(key: Key, value: Value): void {
    if (this.now.get(key) === value) return;
    this.#writable().set(key, value);
  }

  drop(key: Key): void {
    if (this.now.has(key)) this.#writable().delete(key);
  }

  /** Puts the whole map into this order of keys. */
  arrange(inOrder: (one: Key, other: Key) => number): void {
    this.#copy = new Map([...this.now].sort(([one], [other]) => inOrder(one, other)));
  }

  #writable(): Map<Key, Value> {
    this.#copy ??= new Map(this.#original);
    return this.#copy;
  }
}
