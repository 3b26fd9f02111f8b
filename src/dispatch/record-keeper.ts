import type { CallRecord } from "../calls/index.ts";
import type { TenantId } from "../ids.ts";
import type { Clock, History, LiveStore, Log } from "./ports.ts";

const firstRetryMs = 250;
const longestRetryMs = 10_000;

/**
 * Brings the records of ended calls into the history. They are kept in the live store until the history has them, so a
 * database that is away for a while, or a process that dies, loses none.
 */
export class RecordKeeper {
  private readonly pending = new Set<Promise<void>>();
  private readonly history: History;
  private readonly store: LiveStore;
  private readonly clock: Clock;
  private readonly log: Log;
  private stopped = false;

  constructor(history: History, store: LiveStore, clock: Clock, log: Log) {
    this.history = history;
    this.store = store;
    this.clock = clock;
    this.log = log;
  }

  /** Takes over records that the live store already holds. */
  keep(tenant: TenantId, records: readonly CallRecord[]): void {
    for (const record of records) {
      const writing = this.writeUntilDone(tenant, record).finally(() => this.pending.delete(writing));
      this.pending.add(writing);
    }
  }

  /** Resolves when all that was taken is written, or, after `giveUp`, has been left to the next start. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** No further retries: what is not in the history stays in the live store. */
  giveUp(): void {
    this.stopped = true;
  }

  private async writeUntilDone(tenant: TenantId, record: CallRecord): Promise<void> {
    for (let pause = firstRetryMs; ; pause = Math.min(pause * 2, longestRetryMs)) {
      try {
        await this.history.write(tenant, record);
        await this.store.forgetRecord(tenant, record.call);
        return;
      } catch (error) {
        this.log.warn({ call: record.call, error }, "call record not written to the history yet");
        if (this.stopped) return;
        await new Promise<void>((resume) => this.clock.wakeAt(this.clock.now() + pause, resume));
      }
    }
  }
}
