import type { CallRecord } from "../calls/index.ts";
import type { AgentId, CallId, FlowId, LegId, TenantId } from "../ids.ts";
import type { PlatformConfig, TenantConfig } from "../tenancy/index.ts";
import { carryOut, isUrgent, type Outcomes } from "./carry-out.ts";
import type { Effect } from "./cell.ts";
import type { Clock, History, LiveStore, Log, Switch, SwitchEvent } from "./ports.ts";
import { RecordKeeper } from "./record-keeper.ts";
import { recover } from "./recover.ts";
import { TelephonesFirst } from "./telephones-first.ts";
import { type Happening, TenantLoop } from "./tenant-loop.ts";
import type { AgentChange, AgentChangeResult, FeedBatch, Snapshot } from "./views.ts";
import { viewOfAgent } from "./views-of.ts";

/** How long a stop waits for the softswitch to end the last legs. */
const longestFarewellMs = 2_000;

/** A call that admission let in; its caller leg is on its way to the softswitch. */
export interface AdmittedCall {
  readonly call: CallId;
  readonly tenant: TenantId;
  readonly number: string;
  readonly flow: FlowId;
  readonly caller: string;
}

/** What dispatch is made of. */
export interface DispatcherParts {
  readonly softswitch: Switch;
  readonly store: LiveStore;
  readonly history: History;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The running centre. Everything that happens comes in here and goes to its tenant's loop, in order; everything that
 * follows goes out to the softswitch and the history.
 */
export class Dispatcher {
  private readonly loops = new Map<TenantId, TenantLoop>();
  private readonly tenantOfCall = new Map<CallId, TenantId>();
  private readonly callOfLeg = new Map<LegId, { readonly call: CallId; readonly side: "caller" | "agent" }>();
  private readonly parts: DispatcherParts;
  private readonly keeper: RecordKeeper;
  private readonly callEndListeners: ((call: CallId) => void)[] = [];
  private readonly underway = new Set<Promise<void>>();
  private readonly quiet: (() => void)[] = [];
  private version = 0;

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    this.keeper = new RecordKeeper(parts.history, parts.store, parts.clock, parts.log);
  }

  /**
   * Applies a configuration to new calls, and to waiting ones without losing age or order. A tenant seen for the first
   * time is taken up from its saved state.
   */
  async configure(platform: PlatformConfig): Promise<void> {
    this.version = platform.version;
    for (const config of platform.tenants) {
      const loop = this.loops.get(config.id) ?? (await this.takeUp(config));
      await loop.happened({ type: "configured", config, version: this.version });
    }
  }

  /** Told before the caller leg is offered to the softswitch. */
  callAdmitted({ call, tenant, number, flow, caller }: AdmittedCall): void {
    this.tenantOfCall.set(call, tenant);
    this.tell(call, { type: "call-admitted", call, number, caller, flow });
  }

  /** The caller's dialog is over (`hung-up`), or it never came to be (`failed`). Repeats are harmless. */
  callerGone(call: CallId, why: "hung-up" | "failed"): void {
    this.tell(call, { type: "caller-gone", call, why });
  }

  switchSaid(event: SwitchEvent): void {
    if (event.type === "caller-arrived") return this.callerArrived(event.call, event.leg);
    const known = this.callOfLeg.get(event.leg);
    if (known === undefined) return;
    if (event.type === "digit-pressed") {
      if (known.side === "caller")
        this.tell(known.call, { type: "digit-pressed", call: known.call, digit: event.digit });
      return;
    }
    this.callOfLeg.delete(event.leg);
    if (known.side === "caller") this.callerGone(known.call, "hung-up");
    else this.tell(known.call, { type: "agent-leg-ended", call: known.call, leg: event.leg });
  }

  deviceChanged(tenant: TenantId, agent: AgentId, registered: boolean): void {
    void this.loops.get(tenant)?.happened({ type: "device-changed", agent, registered });
  }

  /** Resolves when the change is written. Ready is refused while no device is registered. */
  async changeAgent(tenant: TenantId, agent: AgentId, change: AgentChange): Promise<AgentChangeResult> {
    const loop = this.loops.get(tenant);
    if (loop === undefined) return { ok: false, refusal: "no-such-agent" };
    await loop.happened({ type: "agent-asked", agent, change });
    const after = viewOfAgent(loop.current, agent);
    if (after === undefined) return { ok: false, refusal: "no-such-agent" };
    // Routing has not heeded it then.
    if (change.to === "ready" && !after.hasDevice) return { ok: false, refusal: "no-device" };
    return { ok: true, agent: after };
  }

  /** The tenant as it was last written, or undefined if there is none of that id. */
  snapshot(tenant: TenantId): Snapshot | undefined {
    return this.loops.get(tenant)?.snapshot();
  }

  /** Batches after the current snapshot, in order, until the returned function is called. */
  subscribe(tenant: TenantId, listener: (batch: FeedBatch) => void): () => void {
    return this.loops.get(tenant)?.subscribe(listener) ?? (() => undefined);
  }

  /** Tells the listener of every call that is over, once that is written. */
  onCallEnded(listener: (call: CallId) => void): void {
    this.callEndListeners.push(listener);
  }

  /** Resolves when no call lives any more. */
  async whenQuiet(): Promise<void> {
    if (this.totalCalls() === 0) return;
    await new Promise<void>((resolve) => this.quiet.push(resolve));
  }

  /** Ends what still lives, and resolves when all of it is written and the softswitch was asked for it. */
  async stop(): Promise<void> {
    await Promise.all([...this.loops.values()].map((loop) => loop.happened({ type: "stopped" })));
    for (const loop of this.loops.values()) loop.stop();
    await Promise.race([Promise.all(this.underway), this.pause(longestFarewellMs)]);
    this.keeper.giveUp();
    await this.keeper.settled();
  }

  private async takeUp(config: TenantConfig): Promise<TenantLoop> {
    const { store, clock } = this.parts;
    const saved = await store.load(config.id);
    const { cell, changes } = recover(saved, config, clock.now());
    const position = await store.save(config.id, changes);
    const telephones = new TelephonesFirst(clock);
    const loop: TenantLoop = new TenantLoop(config.id, cell, position, this.parts, {
      effects: (effects) => this.carryOut(loop, effects, telephones),
      records: (records) => this.ended(config.id, records),
    });
    this.loops.set(config.id, loop);
    this.keeper.keep(config.id, [...saved.records, ...changes.records]);
    return loop;
  }

  private callerArrived(call: CallId, leg: LegId): void {
    if (!this.tenantOfCall.has(call)) {
      this.parts.log.warn({ call, leg }, "a caller leg of no known call: hung up");
      void this.parts.softswitch.hangUp(leg, "failure");
      return;
    }
    this.callOfLeg.set(leg, { call, side: "caller" });
    this.tell(call, { type: "caller-arrived", call, leg });
  }

  private carryOut(loop: TenantLoop, effects: readonly Effect[], telephones: TelephonesFirst): void {
    const outcomes = this.outcomesFor(loop);
    const ringing = effects.filter(isUrgent).map((effect) => this.ring(effect, outcomes));
    const others = effects.filter((effect) => !isUrgent(effect));
    if (others.length === 0) return;
    void this.follow(
      telephones.afterRinging(ringing, () => {
        for (const effect of others) void this.begin(effect, outcomes);
      }),
    );
  }

  /** Resolves when a telephone rings, or will not. */
  private ring(effect: Effect, outcomes: Outcomes): Promise<void> {
    return new Promise((resolve) => {
      void this.begin(effect, outcomes, resolve).then(resolve);
    });
  }

  private begin(effect: Effect, outcomes: Outcomes, onRinging?: () => void): Promise<void> {
    return this.follow(carryOut(effect, this.parts.softswitch, outcomes, this.parts.log, onRinging));
  }

  /** Kept in sight until it is done: a stop waits for it. */
  private follow(work: Promise<void>): Promise<void> {
    this.underway.add(work);
    void work.finally(() => this.underway.delete(work));
    return work;
  }

  private outcomesFor(loop: TenantLoop): Outcomes {
    return {
      offerFinished: ({ reservation, call }, result) => {
        if (result.outcome === "answered") this.callOfLeg.set(result.leg, { call, side: "agent" });
        void loop.happened({ type: "offer-finished", reservation, result });
      },
      promptsFinished: ({ playback, leg }) => {
        const call = this.callOfLeg.get(leg)?.call;
        if (call !== undefined) void loop.happened({ type: "prompts-finished", call, playback });
      },
      bridgeFailed: ({ call }) => void loop.happened({ type: "bridge-failed", call }),
    };
  }

  private tell(call: CallId, happening: Happening): void {
    const tenant = this.tenantOfCall.get(call);
    if (tenant !== undefined) void this.loops.get(tenant)?.happened(happening);
  }

  private ended(tenant: TenantId, records: readonly CallRecord[]): void {
    for (const { call } of records) {
      this.tenantOfCall.delete(call);
      for (const listener of this.callEndListeners) listener(call);
    }
    this.keeper.keep(tenant, records);
    if (this.totalCalls() > 0) return;
    for (const resolve of this.quiet.splice(0)) resolve();
  }

  private pause(milliseconds: number): Promise<void> {
    const { clock } = this.parts;
    return new Promise((resolve) => clock.wakeAt(clock.now() + milliseconds, resolve));
  }

  private totalCalls(): number {
    return [...this.loops.values()].reduce((sum, loop) => sum + loop.current.calls.size, 0);
  }
}
