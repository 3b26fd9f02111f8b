/** The retransmission intervals of SIP over UDP (RFC 3261 §17.1.1.1), in milliseconds. */
export interface Timing {
  readonly t1Ms: number;
  readonly t2Ms: number;
}

export const standardTiming: Timing = { t1Ms: 500, t2Ms: 4_000 };

/** How long a transaction is remembered, or tried: 64 × T1. */
export function lifetimeMs(timing: Timing): number {
  return 64 * timing.t1Ms;
}

/** What is repeated, how far the intervals grow, and what happens when nothing came of it. */
export interface Repetition {
  readonly timing: Timing;
  readonly longestMs: number;
  readonly again: () => void;
  readonly gaveUp: () => void;
}

/** Repeats at T1, 2 T1, 4 T1 … up to the longest interval, for 64 × T1 in all. Returns the way to stop it. */
export function repeat({ timing, longestMs, again, gaveUp }: Repetition): () => void {
  let interval = timing.t1Ms;
  let timer = setTimeout(next, interval);
  const end = setTimeout(() => {
    stop();
    gaveUp();
  }, lifetimeMs(timing));

  function next(): void {
    again();
    interval = Math.min(interval * 2, longestMs);
    timer = setTimeout(next, interval);
  }

  function stop(): void {
    clearTimeout(timer);
    clearTimeout(end);
  }

  return stop;
}
