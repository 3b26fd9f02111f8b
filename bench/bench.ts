import type { Figure } from "./figure.ts";

/** What a benchmark is given to run with. */
export interface BenchSetting {
  /** Tells the person who waits how far it is; not a result. */
  readonly tell: (line: string) => void;
  /** Aborted when we are asked to stop: the benchmark ends what it began and rejects with {@link Interrupted}. */
  readonly stop: AbortSignal;
}

/** One benchmark. Rejects when it cannot tell its figures. */
export interface Bench {
  /** What it measures, in a line. */
  readonly about: string;
  run(setting: BenchSetting): Promise<readonly Figure[]>;
}

/** The benchmark was asked to stop before it was done. */
export class Interrupted extends Error {
  constructor() {
    super("stopped before it was done");
    this.name = "Interrupted";
  }
}
