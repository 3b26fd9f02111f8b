import type { AgentId, TenantId } from "../ids.ts";
import type { Cell } from "./cell.ts";
import type { Newcomer } from "./cell-event.ts";
import type { Changes } from "./saved.ts";
import { ShownTenant } from "./shown.ts";
import type { Snapshot, Team } from "./views.ts";
import { type Surroundings, snapshotOf, teamOf } from "./views-of.ts";

/** What screens are shown of each tenant: its state as it was last written, under the configuration in force. */
export class ShownTenants {
  private readonly shown = new Map<TenantId, ShownTenant>();
  private readonly cell: Cell;

  constructor(cell: Cell) {
    this.cell = cell;
  }

  welcome({ tenant, agents }: Newcomer, position: string): void {
    this.shown.set(tenant, new ShownTenant(position, agents));
  }

  show(tenant: TenantId, changes: Changes, position: string): void {
    const shown = this.shown.get(tenant);
    if (shown === undefined) return;
    shown.apply(changes);
    shown.position = position;
  }

  /** Undefined if there is no such tenant, or none that is configured yet. */
  snapshot(tenant: TenantId, at: number): Snapshot | undefined {
    const seen = this.seen(tenant);
    return seen && snapshotOf(seen.shown, seen.settings, this.around(tenant, at));
  }

  team(tenant: TenantId, at: number): Team | undefined {
    const seen = this.seen(tenant);
    return seen && teamOf(seen.shown, seen.settings, this.around(tenant, at));
  }

  private seen(tenant: TenantId) {
    const shown = this.shown.get(tenant);
    const settings = this.cell.settings(tenant);
    return shown === undefined || settings === undefined ? undefined : { shown, settings };
  }

  /** Estimates are worked out for all calls at once, if they are asked for at all. */
  private around(tenant: TenantId, at: number): Surroundings {
    let estimates: ReturnType<Cell["router"]["estimates"]> | undefined;
    return {
      estimate: (call) => {
        estimates ??= this.cell.router.estimates(tenant, at);
        return estimates.get(call);
      },
      rentedAgent: (id) => this.rentedAgent(id),
    };
  }

  private rentedAgent(id: AgentId) {
    const home = this.cell.router.agent(id)?.profile.tenant;
    if (home === undefined) return undefined;
    const config = this.cell.settings(home)?.agents.get(id);
    const agent = this.shown.get(home)?.agents.get(id);
    return config === undefined || agent === undefined ? undefined : { config, agent };
  }
}
