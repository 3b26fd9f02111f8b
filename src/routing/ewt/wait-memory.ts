/** How long calls waited that found about this position: the number of waits up to 200, and two running means. */
export type PositionMemory = readonly [waits: number, position: number, waitMs: number];

/** What waits were to the means foretold: thousandths, oldest first; and how many go by before the next is taken. */
export interface BandMemory {
  readonly toSkip: number;
  readonly ratios: readonly number[];
}

/** What a queue's predictor has learnt, as plain JSON; some 10 kB at most. */
export interface WaitMemory {
  /** By position bucket, from the first position on. */
  readonly waits: readonly PositionMemory[];
  /** By position band, from the first position on. */
  readonly spread: readonly BandMemory[];
  /** Absent before the first start. `lastAt` is epoch milliseconds. */
  readonly starts?: { readonly count: number; readonly intervalMs: number; readonly lastAt: number };
}

/** Of a queue in which nobody has waited yet. */
export const emptyWaitMemory: WaitMemory = { waits: [], spread: [] };
