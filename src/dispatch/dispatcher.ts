import type { CallRecord } from "../calls/index.ts";
import type { AgentId, CallId, FlowId, LegId, TenantId } from "../ids.ts";
import type { PlatformConfig } from "../tenancy/index.ts";
import type { Outcomes } from "./carry-out.ts";
import type { TenantEvent } from "./cell-event.ts";
import { CellLoop } from "./cell-loop.ts";
import type { ClaimOutcome } from "./claim.ts";
import { Hands } from "./hands.ts";
import type { Clock, DecisionLog, History, LiveStore, Switch, SwitchEvent } from "./ports.ts";
import { RecordKeeper } from "./record-keeper.ts";
import { takeUp } from "./take-up.ts";
import type { AgentChange, AgentChangeResult, FeedBatch, Snapshot, Team } from "./views.ts";

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
  /** From 0 up to but not including 1, each time anew. */
  readonly chance: () => number;
  readonly log: DecisionLog;
}

/** What happens to a call, without whose it is: that is known here. */
type OfCall = TenantEvent extends infer Event
  ? Event extends { readonly tenant: TenantId; readonly call: CallId }
    ? Omit<Event, "tenant">
    : never
  : never;

/**
 * The running centre. Everything that happens comes in here and goes to the cell's loop, in order; everything that
 * follows goes out to the softswitch and the history.
 */
export class Dispatcher {
  private readonly tenantOfCall = new Map<CallId, TenantId>();
  private readonly callOfLeg = new Map<LegId, { readonly call: CallId; readonly side: "caller" | "agent" }>();
  private readonly parts: DispatcherParts;
  private readonly loop: CellLoop;
  private readonly hands: Hands;
  private readonly keeper: RecordKeeper;
  private readonly callEndListeners: ((call: CallId) => void)[] = [];
  private readonly quiet: (() => void)[] = [];

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    this.keeper = new RecordKeeper(parts.history, parts.store, parts.clock, parts.log);
    this.hands = new Hands(parts, (tenant) => this.outcomesFor(tenant));
    this.loop = new CellLoop(parts, {
      records: (tenant, records) => this.ended(tenant, records),
      effects: (effects) => this.hands.carryOut(effects),
    });
  }

  /**
   * Applies a configuration to new calls, and to waiting ones without losing age or order. A tenant seen for the first
   * time is taken up from its saved state.
   */
  async configure({ version, tenants, rentals }: PlatformConfig): Promise<void> {
    const strangers = tenants.filter(({ id }) => !this.loop.has(id));
    const takenUp = await Promise.all(strangers.map(({ id }) => takeUp(id, this.parts)));
    for (const { newcomer, position, records } of takenUp) {
      this.loop.welcome(newcomer, position);
      this.keeper.keep(newcomer.tenant, records);
    }
    const newcomers = takenUp.map(({ newcomer }) => newcomer);
    await this.loop.happened({ type: "configured", version, tenants, rentals, newcomers });
  }

  /** Told before the caller leg is offered to the softswitch. */
  callAdmitted({ call, tenant, number, flow, caller }: AdmittedCall): void {
    if (!this.loop.has(tenant)) return;
    this.tenantOfCall.set(call, tenant);
    this.tell({ type: "call-admitted", call, number, caller, flow });
  }

  /** The caller's dialog is over (`hung-up`), or it never came to be (`failed`). Repeats are harmless. */
  callerGone(call: CallId, why: "hung-up" | "failed"): void {
    this.tell({ type: "caller-gone", call, why });
  }

  switchSaid(event: SwitchEvent): void {
    if (event.type === "caller-arrived") return this.callerArrived(event.call, event.leg);
    const known = this.callOfLeg.get(event.leg);
    if (known === undefined) return;
    const { call, side } = known;
    if (event.type === "digit-pressed") {
      if (side === "caller") this.tell({ type: "digit-pressed", call, digit: event.digit });
      return;
    }
    this.callOfLeg.delete(event.leg);
    if (side === "caller") this.callerGone(call, "hung-up");
    else this.tell({ type: "agent-leg-ended", call, leg: event.leg });
  }

  deviceChanged(tenant: TenantId, agent: AgentId, registered: boolean): void {
    void this.loop.happened({ type: "device-changed", tenant, agent, registered });
  }

  /** Resolves when the change is written. Ready is refused while no device is registered. */
  async changeAgent(tenant: TenantId, agent: AgentId, change: AgentChange): Promise<AgentChangeResult> {
    await this.loop.happened({ type: "agent-asked", tenant, agent, change });
    const after = this.loop.agent(tenant, agent);
    if (after === undefined) return { ok: false, refusal: "no-such-agent" };
    // Routing has not heeded it then.
    if (change.to === "ready" && !after.hasDevice) return { ok: false, refusal: "no-device" };
    return { ok: true, agent: after };
  }

  /**
   * An agent of the tenant, or one it rents, picks one of its waiting calls. Resolves when what follows is written.
   * Rejects where a fault of ours kept the claim from being taken.
   */
  async claim(tenant: TenantId, call: CallId, agent: AgentId): Promise<ClaimOutcome> {
    const turn = await this.loop.happened({ type: "call-claimed", tenant, call, agent });
    if (turn?.claim === undefined) throw new Error("the claim could not be taken");
    return turn.claim;
  }

  /** The tenant as it was last written, or undefined if there is none of that id. */
  snapshot(tenant: TenantId): Snapshot | undefined {
    return this.loop.snapshot(tenant);
  }

  /** Who answers the tenant's calls, as they were last written: what a snapshot shows of them, for less. */
  team(tenant: TenantId): Team | undefined {
    return this.loop.team(tenant);
  }

  /** Batches after the current snapshot, in order, until the returned function is called. */
  subscribe(tenant: TenantId, listener: (batch: FeedBatch) => void): () => void {
    return this.loop.subscribe(tenant, listener);
  }

  /** Tells the listener of every call that is over, once that is written. */
  onCallEnded(listener: (call: CallId) => void): void {
    this.callEndListeners.push(listener);
  }

  /** Resolves when no call lives any more. */
  async whenQuiet(): Promise<void> {
    if (this.loop.liveCalls === 0) return;
    await new Promise<void>((resolve) => this.quiet.push(resolve));
  }

  /** Ends what still lives, and resolves when all of it is written and the softswitch was asked for it. */
  async stop(): Promise<void> {
    await this.loop.happened({ type: "stopped" });
    this.loop.stop();
    await Promise.race([this.hands.done(), this.pause(longestFarewellMs)]);
    this.keeper.giveUp();
    await this.keeper.settled();
  }

  private callerArrived(call: CallId, leg: LegId): void {
    if (!this.tenantOfCall.has(call)) {
      this.parts.log.warn({ call, leg }, "a caller leg of no known call: hung up");
      void this.parts.softswitch.hangUp(leg, "failure");
      return;
    }
    this.callOfLeg.set(leg, { call, side: "caller" });
    this.tell({ type: "caller-arrived", call, leg });
  }

  private outcomesFor(tenant: TenantId): Outcomes {
    return {
      offerFinished: ({ reservation, call }, result) => {
        if (result.outcome === "answered") this.callOfLeg.set(result.leg, { call, side: "agent" });
        void this.loop.happened({ type: "offer-finished", tenant, reservation, result });
      },
      promptsFinished: ({ playback, leg }) => {
        const call = this.callOfLeg.get(leg)?.call;
        if (call !== undefined) this.tell({ type: "prompts-finished", call, playback });
      },
      bridgeFailed: ({ call }) => this.tell({ type: "bridge-failed", call }),
    };
  }

  private tell(happening: OfCall): void {
    const tenant = this.tenantOfCall.get(happening.call);
    if (tenant !== undefined) void this.loop.happened({ ...happening, tenant });
  }

  private ended(tenant: TenantId, records: readonly CallRecord[]): void {
    for (const { call } of records) {
      this.tenantOfCall.delete(call);
      for (const listener of this.callEndListeners) listener(call);
    }
    this.keeper.keep(tenant, records);
    if (this.loop.liveCalls > 0) return;
    for (const resolve of this.quiet.splice(0)) resolve();
  }

  private pause(milliseconds: number): Promise<void> {
    const { clock } = this.parts;
    return new Promise((resolve) => clock.wakeAt(clock.now() + milliseconds, resolve));
  }
}
