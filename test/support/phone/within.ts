/** How long to wait for something. */
export interface Patience {
  /** Milliseconds. */
  readonly withinMs?: number;
}

/** Waits for a promise, but no longer than that; then rejects with what `missing` says. */
export async function within<T>(promise: Promise<T>, ms: number, missing: () => string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${missing()} within ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
