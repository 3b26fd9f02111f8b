import { AgentId, CallId, FlowId, LegId, PlaybackId, ReservationId, type TenantId } from "../ids.ts";
import type { OfferOutcome, Rental } from "../routing/index.ts";
import type { TenantConfig } from "../tenancy/index.ts";
import { Cell } from "./cell.ts";
import type { CellEvent } from "./cell-event.ts";
import type { FeedEvent } from "./feed.ts";
import type { Changes } from "./saved.ts";
import { sampleTenant } from "./test-tenant.ts";
import type { Effect, Turn } from "./turn.ts";

const none: Changes = {
  agents: [],
  calls: [],
  waiting: [],
  reservations: [],
  records: [],
  explanations: [],
  events: [],
};

type Untimed<Event> = Event extends unknown ? Omit<Event, "at" | "chance"> : never;

/** For tests: a cell told in the field's words, with a clock of its own; callers and agents have short names. */
export class TestCell {
  readonly cell = new Cell();
  at = 0;
  chance = 0;
  last: Turn = { tenants: new Map() };
  readonly turns: Turn[] = [];
  private version = 0;

  static of(tenants: readonly TenantConfig[] = [sampleTenant], rentals: readonly Rental[] = []): TestCell {
    return new TestCell().configure(tenants, rentals);
  }

  configure(tenants: readonly TenantConfig[], rentals: readonly Rental[] = []): this {
    this.version += 1;
    return this.tell({ type: "configured", version: this.version, tenants, rentals, newcomers: [] });
  }

  tell(event: Untimed<CellEvent>): this {
    this.last = this.cell.take({ ...event, at: this.at, chance: this.chance });
    this.turns.push(this.last);
    return this;
  }

  later(milliseconds: number): this {
    this.at += milliseconds;
    return this;
  }

  /** To the moment at which the passing of time is said to change something, which it is told of. */
  untilDeadline(): this {
    this.at = this.cell.nextDeadline() ?? this.at;
    return this.tell({ type: "time-passed" });
  }

  ready(...agents: readonly string[]): this {
    for (const key of agents) {
      const agent = AgentId(key);
      const tenant = this.homeOf(agent);
      this.tell({ type: "device-changed", tenant, agent, registered: true });
      this.tell({ type: "agent-asked", tenant, agent, change: { to: "ready" } });
      this.later(1);
    }
    return this;
  }

  admitted(
    call: string,
    flow = "straight",
    tenant: TenantId = sampleTenant.id,
    caller = "13800138000",
  ): this {
    const event = { type: "call-admitted", tenant, call: CallId(call), number: "98668", caller } as const;
    return this.tell({ ...event, flow: FlowId(flow) });
  }

  arrives(call: string): this {
    return this.tell({ type: "caller-arrived", ...this.named(call), leg: callerLegOf(call) });
  }

  /** Comes in by a flow, all the way. */
  calls(call: string, flow = "straight", tenant: TenantId = sampleTenant.id, caller = "13800138000"): this {
    return this.admitted(call, flow, tenant, caller).arrives(call);
  }

  presses(call: string, digit: string): this {
    return this.tell({ type: "digit-pressed", ...this.named(call), digit });
  }

  hangsUp(call: string): this {
    return this.tell({ type: "caller-gone", ...this.named(call), why: "hung-up" });
  }

  answers(reservation: string): this {
    const leg = agentLegOf(reservation);
    return this.finishes(reservation, { outcome: "answered", leg });
  }

  ends(reservation: string, outcome: Exclude<OfferOutcome, "answered">): this {
    return this.finishes(reservation, { outcome });
  }

  claims(call: string, agent: string, tenant: TenantId = this.named(call).tenant): this {
    return this.tell({ type: "call-claimed", tenant, call: CallId(call), agent: AgentId(agent) });
  }

  effects(tenant: TenantId = sampleTenant.id): readonly Effect[] {
    return this.last.tenants.get(tenant)?.effects ?? [];
  }

  /** What the last event wants done, each by its name. */
  doing(tenant?: TenantId): readonly string[] {
    return this.effects(tenant).map((effect) => effect.do);
  }

  changes(tenant: TenantId = sampleTenant.id): Changes {
    return this.last.tenants.get(tenant)?.changes ?? none;
  }

  /** What the last event tells, each by its type. */
  told(tenant?: TenantId): readonly FeedEvent["type"][] {
    return this.changes(tenant).events.map(({ type }) => type);
  }

  call(id: string) {
    return this.cell.calls.get(CallId(id))?.call;
  }

  agent(id: string) {
    return this.cell.router.agent(AgentId(id));
  }

  waiting(id: string) {
    return this.cell.router.waitingCall(CallId(id));
  }

  playback(call: string) {
    return PlaybackId(`${call}.p${this.call(call)?.playbacks ?? 0}`);
  }

  named(call: string): { readonly tenant: TenantId; readonly call: CallId } {
    const id = CallId(call);
    return { tenant: this.cell.calls.get(id)?.tenant ?? sampleTenant.id, call: id };
  }

  private homeOf(agent: AgentId): TenantId {
    return this.cell.router.agent(agent)?.profile.tenant ?? sampleTenant.id;
  }

  private finishes(
    reservation: string,
    result: Extract<CellEvent, { readonly type: "offer-finished" }>["result"],
  ): this {
    const [call = ""] = reservation.split(".");
    const { tenant } = this.named(call);
    return this.tell({ type: "offer-finished", tenant, reservation: ReservationId(reservation), result });
  }
}

export const callerLegOf = (call: string): LegId => LegId(`caller-of-${call}`);
export const agentLegOf = (reservation: string): LegId => LegId(`agent-of-${reservation}`);
