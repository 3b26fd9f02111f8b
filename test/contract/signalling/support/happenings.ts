/** What was told, in order; a test waits for what it expects instead of for time to pass. */
export class Happenings {
  readonly #told: string[] = [];
  readonly #waiting = new Set<() => void>();

  tell(what: string): void {
    this.#told.push(what);
    for (const look of this.#waiting) look();
  }

  get told(): readonly string[] {
    return this.#told;
  }

  /** Resolves when something that fits has been told. */
  async until(fits: (what: string) => boolean): Promise<string> {
    const found = Promise.withResolvers<string>();
    const look = () => {
      const what = this.#told.find(fits);
      if (what !== undefined) found.resolve(what);
    };
    const timer = setTimeout(
      () => found.reject(new Error(`never told; told so far: ${this.#told.join("; ") || "nothing"}`)),
      8_000,
    );
    this.#waiting.add(look);
    look();
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }
}
