import type { AgentId, TenantId } from "../ids.ts";
import { Cell } from "./cell.ts";
import type { CellEvent, Newcomer } from "./cell-event.ts";
import { FeedListeners } from "./feed-listeners.ts";
import type { Clock, DecisionLog, LiveStore } from "./ports.ts";
import type { Changes } from "./saved.ts";
import { ShownTenants } from "./shown-tenants.ts";
import { type Effect, mergeTurns, nothingChanged, type TenantTurn, type Turn } from "./turn.ts";
import type { AgentView, FeedBatch, Snapshot, Team } from "./views.ts";
import { viewOfAgent } from "./views-of.ts";

const firstRetryMs = 50;
const longestRetryMs = 2_000;
/** The passing of time that could not be taken is tried again, but not in a circle. */
const afterFaultMs = 1_000;

/** Without time and chance, which the loop adds when the event comes in. */
export type Happening = CellEvent extends infer Event
  ? Event extends CellEvent
    ? Omit<Event, "at" | "chance">
    : never
  : never;

interface Waiting {
  readonly event: CellEvent;
  readonly written: (turn: Turn | undefined) => void;
}

export interface CellLoopParts {
  readonly store: LiveStore;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly log: DecisionLog;
}

/** What the loop tells the dispatcher after the changes are written, once for each tenant that is concerned. */
export interface AfterWrite {
  records(tenant: TenantId, records: Changes["records"]): void;
  effects(effects: ReadonlyMap<TenantId, readonly Effect[]>): void;
}

/**
 * The cell's turn-taking: step, save, and only then tell and act. Events that come in while a save is under way share
 * the next one. While the live store is away nothing is carried out and nothing is forgotten.
 */
export class CellLoop {
  private readonly cell = new Cell();
  private readonly shown: ShownTenants;
  private readonly listeners: FeedListeners;
  private readonly parts: CellLoopParts;
  private readonly after: AfterWrite;
  private inbox: Waiting[] = [];
  private turning = false;
  private lastAt = 0;
  private notBefore = 0;
  private cancelWake: () => void = () => undefined;

  constructor(parts: CellLoopParts, after: AfterWrite) {
    this.parts = parts;
    this.after = after;
    this.shown = new ShownTenants(this.cell);
    this.listeners = new FeedListeners(parts.log);
  }

  has(tenant: TenantId): boolean {
    return this.cell.tenants.has(tenant);
  }

  get liveCalls(): number {
    return this.cell.calls.size;
  }

  /** A tenant that the next configuration brings, as it was written at this position of its event log. */
  welcome(newcomer: Newcomer, position: string): void {
    this.shown.welcome(newcomer, position);
  }

  /** Resolves when what follows from it is written; to undefined if a fault of ours kept it from being taken. */
  happened(happening: Happening): Promise<Turn | undefined> {
    return new Promise((written) => {
      this.inbox.push({ event: { ...happening, at: this.now(), chance: this.parts.chance() }, written });
      this.wake();
    });
  }

  snapshot(tenant: TenantId): Snapshot | undefined {
    return this.shown.snapshot(tenant, this.parts.clock.now());
  }

  team(tenant: TenantId): Team | undefined {
    return this.shown.team(tenant, this.parts.clock.now());
  }

  /** An agent of this tenant as it is now, written or not. */
  agent(tenant: TenantId, id: AgentId): AgentView | undefined {
    const config = this.cell.settings(tenant)?.agents.get(id);
    const agent = this.cell.router.agent(id);
    return config === undefined || agent === undefined ? undefined : viewOfAgent(config, agent);
  }

  subscribe(tenant: TenantId, listener: (batch: FeedBatch) => void): () => void {
    return this.has(tenant) ? this.listeners.add(tenant, listener) : () => undefined;
  }

  stop(): void {
    this.cancelWake();
  }

  /** A clock that was set back stands still in here until it has caught up. */
  private now(): number {
    this.lastAt = Math.max(this.lastAt, this.parts.clock.now());
    return this.lastAt;
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
      const turns = batch.map(({ event }) => this.take(event));
      const tenants = mergeTurns(turns.filter((turn) => turn !== undefined));
      await this.write(tenants);
      this.handOver(tenants);
      for (const [nth, { written }] of batch.entries()) written(turns[nth]);
    }
    this.turning = false;
    this.setAlarm();
  }

  /** An event that cannot be taken is a fault of ours: it is reported, and passed over. */
  private take(event: CellEvent): Turn | undefined {
    try {
      return this.cell.take(event);
    } catch (error) {
      const tenant = "tenant" in event ? event.tenant : undefined;
      this.parts.log.error({ tenant, event: event.type, error }, "an event could not be taken");
      if (event.type === "time-passed") this.notBefore = event.at + afterFaultMs;
      return undefined;
    }
  }

  /** Writes what changed, shows it, and tells who listens. */
  private async write(tenants: ReadonlyMap<TenantId, TenantTurn>): Promise<void> {
    const changed = [...tenants].filter(([, { changes }]) => !nothingChanged(changes));
    const written = changed.map(async ([tenant, { changes }]) => {
      return { tenant, changes, position: await this.saveUntilWritten(tenant, changes) };
    });
    const saved = written.length === 0 ? [] : await Promise.all(written);
    for (const { tenant, changes, position } of saved) {
      this.shown.show(tenant, changes, position);
      if (changes.events.length > 0) this.listeners.tell(tenant, { position, events: changes.events });
    }
  }

  private handOver(tenants: ReadonlyMap<TenantId, TenantTurn>): void {
    const effects = new Map<TenantId, readonly Effect[]>();
    for (const [tenant, turn] of tenants) {
      const { records, explanations } = turn.changes;
      if (records.length > 0) this.after.records(tenant, records);
      if (turn.effects.length > 0) effects.set(tenant, turn.effects);
      for (const { reservation, because } of explanations)
        this.parts.log.debug({ tenant, reservation, because }, "an agent was chosen for a call");
    }
    if (effects.size > 0) this.after.effects(effects);
  }

  private async saveUntilWritten(tenant: TenantId, changes: Changes): Promise<string> {
    const { store, clock, log } = this.parts;
    for (let pause = firstRetryMs; ; pause = Math.min(pause * 2, longestRetryMs)) {
      try {
        return await store.save(tenant, changes);
      } catch (error) {
        log.error({ tenant, error }, "live state not written, trying again");
        await new Promise<void>((resume) => clock.wakeAt(clock.now() + pause, resume));
      }
    }
  }

  private setAlarm(): void {
    this.cancelWake();
    const deadline = this.cell.nextDeadline();
    if (deadline === undefined) return;
    this.cancelWake = this.parts.clock.wakeAt(
      Math.max(deadline, this.notBefore),
      () => void this.happened({ type: "time-passed" }),
    );
  }
}
