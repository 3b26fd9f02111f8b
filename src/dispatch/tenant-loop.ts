import type { TenantId } from "../ids.ts";
import type { Cell, CellEvent, Effect, Turn } from "./cell.ts";
import { changesBetween, nothingChanged } from "./changes.ts";
import type { Clock, LiveStore, Log } from "./ports.ts";
import type { Changes } from "./saved.ts";
import { cellDeadline, stepCell } from "./step-cell.ts";
import type { FeedBatch, Snapshot } from "./views.ts";
import { snapshotOf } from "./views-of.ts";

const firstRetryMs = 50;
const longestRetryMs = 2_000;

/** Without the time it happened at: the loop reads the clock when the event comes in. */
export type Happening = CellEvent extends infer Event
  ? Event extends CellEvent
    ? Omit<Event, "at">
    : never
  : never;

interface Waiting {
  readonly event: CellEvent;
  readonly written: () => void;
}

/** What the loop tells the dispatcher after the changes are written. */
export interface AfterWrite {
  effects(effects: readonly Effect[]): void;
  records(records: Changes["records"]): void;
}

/**
 * One tenant's turn-taking: step, save, and only then tell and act. Events that come in while a save is
 * under way share the next one. While the live store is away nothing is carried out and nothing is forgotten.
 */
export class TenantLoop {
  readonly tenant: TenantId;
  private cell: Cell;
  private shown: { readonly cell: Cell; readonly position: string };
  private inbox: Waiting[] = [];
  private turning = false;
  private cancelWake: () => void = () => undefined;
  private readonly listeners = new Set<(batch: FeedBatch) => void>();
  private readonly store: LiveStore;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly after: AfterWrite;

  constructor(
    tenant: TenantId,
    cell: Cell,
    position: string,
    { store, clock, log }: { store: LiveStore; clock: Clock; log: Log },
    after: AfterWrite,
  ) {
    this.tenant = tenant;
    this.cell = cell;
    this.shown = { cell, position };
    this.store = store;
    this.clock = clock;
    this.log = log;
    this.after = after;
  }

  /** The newest state, written or not. */
  get current(): Cell {
    return this.cell;
  }

  /** Resolves when what follows from it is written. */
  happened(happening: Happening): Promise<void> {
    return new Promise((written) => {
      this.inbox.push({ event: { ...happening, at: this.clock.now() }, written });
      this.wake();
    });
  }

  snapshot(): Snapshot {
    return snapshotOf(this.shown.cell, this.shown.position);
  }

  subscribe(listener: (batch: FeedBatch) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.cancelWake();
  }

  /** The turn begins when whoever told us of the event has done the rest of its work: that comes first. */
  private wake(): void {
    if (this.turning) return;
    this.turning = true;
    void Promise.resolve().then(() => this.turn());
  }

  private async turn(): Promise<void> {
    while (this.inbox.length > 0) {
      const batch = this.inbox.splice(0);
      const before = this.cell;
      const turns = batch.flatMap(({ event }) => this.step(event));
      const changes = changesBetween(before, this.cell, turns);
      if (nothingChanged(changes)) this.show(this.shown.position);
      else await this.write(changes);
      if (changes.records.length > 0) this.after.records(changes.records);
      this.after.effects(turns.flatMap(({ effects }) => effects));
      for (const { written } of batch) written();
    }
    this.turning = false;
    this.setAlarm();
  }

  /** A step that throws is a fault of ours: it is reported, and that one event is passed over. */
  private step(event: CellEvent): readonly Turn[] {
    try {
      const turn = stepCell(this.cell, event);
      this.cell = turn.cell;
      return [turn];
    } catch (error) {
      this.log.error({ tenant: this.tenant, event: event.type, error }, "an event could not be taken");
      return [];
    }
  }

  private async write(changes: Changes): Promise<void> {
    const position = await this.saveUntilWritten(changes);
    this.show(position);
    if (changes.events.length > 0) this.tellListeners({ position, events: changes.events });
  }

  /** Who listens badly is passed over: the turn goes on. */
  private tellListeners(batch: FeedBatch): void {
    for (const listener of this.listeners) {
      try {
        listener(batch);
      } catch (error) {
        this.log.error({ tenant: this.tenant, error }, "a listener of the feed failed");
      }
    }
  }

  /** What is not written, such as a name in the configuration, is shown all the same. */
  private show(position: string): void {
    this.shown = { cell: this.cell, position };
  }

  private async saveUntilWritten(changes: Changes): Promise<string> {
    for (let pause = firstRetryMs; ; pause = Math.min(pause * 2, longestRetryMs)) {
      try {
        return await this.store.save(this.tenant, changes);
      } catch (error) {
        this.log.error({ tenant: this.tenant, error }, "live state not written, trying again");
        await new Promise<void>((resume) => this.clock.wakeAt(this.clock.now() + pause, resume));
      }
    }
  }

  private setAlarm(): void {
    this.cancelWake();
    const deadline = cellDeadline(this.cell);
    if (deadline === undefined) return;
    this.cancelWake = this.clock.wakeAt(deadline, () => void this.happened({ type: "time-passed" }));
  }
}
