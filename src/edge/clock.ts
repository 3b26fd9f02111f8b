/** A timer that has been set. Cancelling one that already fired does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time as the server sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since the epoch, with fractions where the source has them. */
  now(): number;
  /** Runs `run` once, `ms` milliseconds from now; 0 means as soon as possible, never at once. */
  after(ms: number, run: () => void): Timer;
}

/** The machine's own time. A timer alone does not keep the process alive: its sockets do. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms).unref();
    return { cancel: () => clearTimeout(handle) };
  },
};
