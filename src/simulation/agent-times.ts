import type { QueueId, TenantId } from "../ids.ts";
import type { AgentState } from "../routing/index.ts";
import type { Scenario } from "./scenario.ts";
import type { Columns, Tally } from "./tally.ts";

/** Whose queues a scenario has, each tenant once: those whom agents' time is divided among. */
export function tenantsOf({ queues }: Scenario): readonly TenantId[] {
  return [...new Set(queues.map(({ tenant }) => tenant))];
}

/** What an agent is doing since when: the columns it counts for, -1 if for none. */
interface Doing {
  column: number;
  tenantColumn: number;
  since: number;
}

/** Adds up how agents spend their time, from what routing tells of their states. */
export class AgentTimes {
  readonly #doing: readonly Doing[];
  readonly #tenantOf: ReadonlyMap<QueueId, number>;
  readonly #columns: Columns;
  readonly #tally: Tally;

  constructor(scenario: Scenario, columns: Columns, tally: Tally) {
    const tenants = tenantsOf(scenario);
    this.#doing = scenario.agents.map(() => ({ column: -1, tenantColumn: -1, since: 0 }));
    this.#tenantOf = new Map(scenario.queues.map(({ id, tenant }) => [id, tenants.indexOf(tenant)]));
    this.#columns = columns;
    this.#tally = tally;
  }

  /** The agent, by its place in the scenario, is in this state from now on. */
  enter(agent: number, state: AgentState, at: number): void {
    const doing = this.#doing[agent];
    if (doing === undefined) return;
    this.#count(doing, at);
    const isSignedInToWork = state.at !== "logged-out" && state.at !== "not-ready";
    doing.column = isSignedInToWork ? this.#columns.ofAgent(agent, state.at) : -1;
    const tenant = "queue" in state ? this.#tenantOf.get(state.queue) : undefined;
    doing.tenantColumn = tenant === undefined ? -1 : this.#columns.ofTenant(agent, tenant);
  }

  /** Counts everybody's time up to this moment. */
  bringUpTo(at: number): void {
    for (const doing of this.#doing) this.#count(doing, at);
  }

  #count(doing: Doing, at: number): void {
    if (doing.column >= 0) this.#tally.add(doing.column, at - doing.since);
    if (doing.tenantColumn >= 0) this.#tally.add(doing.tenantColumn, at - doing.since);
    doing.since = at;
  }
}
