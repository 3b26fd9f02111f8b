/** How urgently we were asked to stop: in good order, or at once. */
export interface Stopping {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly inOrder: AbortSignal;
  /** Aborted by the second. */
  readonly atOnce: AbortSignal;
  /** Asks to stop as the first signal would; for a crash. */
  ask(): void;
}

/** Listens for the signals that ask a program to stop. To be called once, by the program itself. */
export function listenForStop(): Stopping {
  const inOrder = new AbortController();
  const atOnce = new AbortController();
  const heard = (): void => (inOrder.signal.aborted ? atOnce : inOrder).abort();
  // A terminal that was closed can take no more words; that must not end us before we have stopped in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, heard);
  return { inOrder: inOrder.signal, atOnce: atOnce.signal, ask: () => inOrder.abort() };
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
