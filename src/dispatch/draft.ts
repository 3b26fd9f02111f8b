import type { CallId, ReservationId, TenantId } from "../ids.ts";
import type { Router, RoutingSnapshot } from "../routing/index.ts";
import type { ClaimOutcome } from "./claim.ts";
import type { Deadline, Deadlines } from "./deadlines.ts";
import type { FeedEvent } from "./feed.ts";
import { type KeptRouting, RoutingChanges } from "./kept-routing.ts";
import type { Acquaintance } from "./last-agents.ts";
import type { LiveCall } from "./live-call.ts";
import type { Changes } from "./saved.ts";
import type { Tenant } from "./tenant.ts";
import type { Effect } from "./turn.ts";

/** A cell as its last whole event left it. */
export interface CellState {
  readonly router: Router;
  readonly kept: KeptRouting;
  readonly tenants: ReadonlyMap<TenantId, Tenant>;
  readonly calls: ReadonlyMap<CallId, LiveCall>;
  readonly flowDeadlines: Deadlines<CallId>;
}

/** What an event leads to in one tenant, beside the entries it changes. */
export interface Consequences {
  readonly effects: Effect[];
  readonly events: FeedEvent[];
  readonly records: Changes["records"][number][];
  readonly explanations: Changes["explanations"][number][];
}

/** A call as an event has left it so far; without `live` it is over. */
interface Drafted {
  readonly tenant: TenantId;
  readonly live: LiveCall | undefined;
}

/** What one event has changed so far. The cell is as it was until the draft is kept. */
export class Draft {
  readonly at: number;
  readonly chance: number;
  /** Another than the cell's own from the moment on that newcomers are put in. */
  router: Router;
  /** Whether it has decided anything in this event. */
  routed = false;
  /** Taken before an event that changes more than entries. */
  routingBefore: RoutingSnapshot | undefined;
  readonly routing = new RoutingChanges();
  readonly calls = new Map<CallId, Drafted>();
  readonly consequences = new Map<TenantId, Consequences>();
  readonly talked: { readonly tenant: TenantId; readonly acquaintance: Acquaintance }[] = [];
  dueFlows: readonly Deadline<CallId>[] = [];
  claim: ClaimOutcome | undefined;
  private configured: ReadonlyMap<TenantId, Tenant> | undefined;
  private readonly offered = new Map<ReservationId, CallId>();
  private readonly before: CellState;

  constructor(before: CellState, { at, chance }: { readonly at: number; readonly chance: number }) {
    this.before = before;
    this.router = before.router;
    this.at = at;
    this.chance = chance;
  }

  get tenants(): ReadonlyMap<TenantId, Tenant> {
    return this.configured ?? this.before.tenants;
  }

  configure(tenants: ReadonlyMap<TenantId, Tenant>): void {
    this.configured = tenants;
  }

  live(id: CallId): LiveCall | undefined {
    const drafted = this.calls.get(id);
    return drafted === undefined ? this.before.calls.get(id) : drafted.live;
  }

  /** The calls that lived before this event. */
  callsBefore(): Iterable<CallId> {
    return this.before.calls.keys();
  }

  put(live: LiveCall): void {
    this.calls.set(live.call.id, { tenant: live.tenant, live });
  }

  /** The call is over; whose it was is known until the event is. */
  drop({ tenant, call }: LiveCall): void {
    this.calls.set(call.id, { tenant, live: undefined });
  }

  tenantOfCall(id: CallId): TenantId | undefined {
    return this.calls.get(id)?.tenant ?? this.before.calls.get(id)?.tenant;
  }

  offer(reservation: ReservationId, call: CallId): void {
    this.offered.set(reservation, call);
  }

  /** Whose call a reservation holds, or held until this event. */
  tenantOfReservation(id: ReservationId): TenantId | undefined {
    const call = this.offered.get(id) ?? this.before.kept.reservations.get(id)?.call;
    return call === undefined ? undefined : this.tenantOfCall(call);
  }

  /** Takes out the calls whose flow waits for no more than the passing of time. */
  takeDueFlows(): readonly CallId[] {
    this.dueFlows = this.before.flowDeadlines.takeDue(this.at);
    return this.dueFlows.map(({ id }) => id);
  }

  of(tenant: TenantId): Consequences {
    const known = this.consequences.get(tenant);
    if (known !== undefined) return known;
    const none: Consequences = { effects: [], events: [], records: [], explanations: [] };
    this.consequences.set(tenant, none);
    return none;
  }
}
