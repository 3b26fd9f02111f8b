/** How long a test waits for what must come, in milliseconds. */
const LIMIT_MS = 5_000;

/** What arrived and was not yet asked for; asking waits until a fitting item comes. */
export class Inbox<Item> {
  readonly all: Item[] = [];
  #unread: Item[] = [];
  #waiting: { fits: (item: Item) => boolean; found: (item: Item) => void }[] = [];

  put(item: Item): void {
    this.all.push(item);
    const waiter = this.#waiting.find(({ fits }) => fits(item));
    if (!waiter) {
      this.#unread.push(item);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiter);
    waiter.found(item);
  }

  /** The first item that fits and was not taken before, now or when it comes. */
  async take(fits: (item: Item) => boolean, what: string): Promise<Item> {
    const there = this.#unread.find(fits);
    if (there !== undefined) {
      this.#unread = this.#unread.filter((other) => other !== there);
      return there;
    }
    const { promise, resolve, reject } = Promise.withResolvers<Item>();
    const limit = setTimeout(() => {
      reject(
        new Error(`waited in vain for ${what}; there was:\n${this.#unread.map(String).join("\n---\n")}`),
      );
    }, LIMIT_MS);
    this.#waiting.push({ fits, found: resolve });
    try {
      return await promise;
    } finally {
      clearTimeout(limit);
    }
  }

  /** How many items came that fit. */
  count(fits: (item: Item) => boolean): number {
    return this.all.filter(fits).length;
  }
}
