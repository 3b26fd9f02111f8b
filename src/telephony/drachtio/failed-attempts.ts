const MOST_IN_WINDOW = 5;
const WINDOW_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Counts wrong passwords, each key in a window of its own that begins with the first. Bounded in size. */
export class FailedAttempts {
  readonly #windows = new Map<string, { readonly until: number; readonly count: number }>();

  /** Times are epoch milliseconds. */
  note(key: string, now: number): void {
    const window = this.#window(key, now);
    if (window === undefined && this.#windows.size >= MOST_REMEMBERED) this.#forgetOldest();
    this.#windows.set(key, { until: window?.until ?? now + WINDOW_MS, count: (window?.count ?? 0) + 1 });
  }

  tooMany(key: string, now: number): boolean {
    return (this.#window(key, now)?.count ?? 0) >= MOST_IN_WINDOW;
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #window(key: string, now: number): { readonly until: number; readonly count: number } | undefined {
    const window = this.#windows.get(key);
    if (window === undefined || window.until > now) return window;
    this.#windows.delete(key);
    return undefined;
  }

  #forgetOldest(): void {
    for (const oldest of this.#windows.keys()) {
      this.#windows.delete(oldest);
      return;
    }
  }
}
