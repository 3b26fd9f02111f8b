import type { AgentId, CallId, TenantId } from "../ids.ts";
import { type Agent, Router } from "../routing/index.ts";
import type { CellEvent } from "./cell-event.ts";
import { Deadlines } from "./deadlines.ts";
import { type CellState, Draft } from "./draft.ts";
import { KeptRouting } from "./kept-routing.ts";
import { flowDeadline, type LiveCall } from "./live-call.ts";
import { turnOf } from "./split.ts";
import { Stepper } from "./stepper.ts";
import { takeEvent } from "./take-event.ts";
import type { Tenant, TenantSettings } from "./tenant.ts";
import type { Turn } from "./turn.ts";

/**
 * Everything live of the tenants of one process, who may serve one another: their configurations, their calls in their
 * flows, and routing. The three pure rooms are put together here. It has no IO, clock or chance of its own.
 */
export class Cell implements CellState {
  router = new Router();
  tenants: ReadonlyMap<TenantId, Tenant> = new Map();
  readonly calls = new Map<CallId, LiveCall>();
  readonly kept = new KeptRouting();
  readonly flowDeadlines = new Deadlines<CallId>();

  /**
   * Moves the cell by one event. What it costs does not grow with the cell. Throws where a fault of ours keeps the event
   * from being taken; the cell is then as it was before.
   */
  take(event: CellEvent): Turn {
    const draft = new Draft(this, event);
    try {
      takeEvent(new Stepper(draft), event);
      const turn = turnOf(draft, this);
      this.keep(draft);
      return turn;
    } catch (error) {
      this.putBack(draft);
      throw error;
    }
  }

  /** The earliest moment (epoch ms) at which `time-passed` would change something. */
  nextDeadline(): number | undefined {
    const ofFlows = this.flowDeadlines.next(({ at, id }) => {
      const live = this.calls.get(id);
      return live !== undefined && flowDeadline(live) === at;
    });
    const ofRouting = this.router.nextDeadline();
    if (ofFlows === undefined || ofRouting === undefined) return ofFlows ?? ofRouting;
    return Math.min(ofFlows, ofRouting);
  }

  settings(tenant: TenantId): TenantSettings | undefined {
    return this.tenants.get(tenant)?.settings;
  }

  agent(id: AgentId): Agent | undefined {
    return this.router.agent(id);
  }

  private keep(draft: Draft): void {
    this.router = draft.router;
    this.tenants = draft.tenants;
    this.kept.keep(draft.routing);
    for (const [id, { live }] of draft.calls) this.keepCall(id, live);
    for (const { tenant, acquaintance } of draft.talked)
      this.tenants.get(tenant)?.lastAgents.talked(acquaintance);
  }

  private keepCall(id: CallId, live: LiveCall | undefined): void {
    const before = this.calls.get(id);
    if (live === undefined) {
      this.calls.delete(id);
      return;
    }
    this.calls.set(id, live);
    const at = flowDeadline(live);
    if (at !== undefined && (before === undefined || flowDeadline(before) !== at))
      this.flowDeadlines.add({ at, id });
  }

  /** Nothing of the draft has reached the cell but what routing has decided, which it cannot take back by itself. */
  private putBack({ router, routed, routingBefore, dueFlows }: Draft): void {
    for (const due of dueFlows) this.flowDeadlines.add(due);
    if (!routed || router !== this.router) return;
    this.router = new Router(routingBefore ?? { ...router.snapshot(), ...this.kept.entries() });
  }
}
