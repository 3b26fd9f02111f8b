import { build, type Histogram } from "hdr-histogram-js";

/** What `--json` prints: counts of calls, seconds, and milliseconds. */
export interface Summary {
  readonly offered: number;
  readonly answered: number;
  readonly misrouted: number;
  readonly abandoned: number;
  readonly lost: number;
  readonly setUpSeconds: number;
  readonly waitP95Ms: number;
}

/**
 * Counts what became of the calls, from three witnesses: SIPp says how many were placed, the robot agents whom they
 * talked to, the feed how long callers waited and who gave up. What nobody can account for is lost.
 */
export class Tally {
  offered = 0;
  answered = 0;
  misrouted = 0;
  abandoned = 0;
  private readonly waits: Histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000 });

  waited(milliseconds: number): void {
    this.waits.recordValue(Math.max(1, Math.round(milliseconds)));
  }

  /** Milliseconds; 0 while nobody has been answered. */
  waitPercentile(percent: number): number {
    return this.waits.totalCount === 0 ? 0 : this.waits.getValueAtPercentile(percent);
  }

  summary(setUpSeconds: number): Summary {
    const { offered, answered, misrouted, abandoned } = this;
    return {
      offered,
      answered,
      misrouted,
      abandoned,
      lost: Math.max(0, offered - answered - misrouted - abandoned),
      setUpSeconds: Math.round(setUpSeconds * 10) / 10,
      waitP95Ms: this.waitPercentile(95),
    };
  }
}
