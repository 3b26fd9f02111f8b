import type { AgentId, FlowId, QueueId, RentalId, TenantId } from "../ids.ts";
import type { Rental } from "../routing/index.ts";
import type { AgentConfig, PublishedFlow, QueueConfig, TenantConfig } from "../tenancy/index.ts";
import type { LastAgents } from "./last-agents.ts";

/** One tenant's configuration, with what is looked up in it indexed once. */
export interface TenantSettings {
  readonly config: TenantConfig;
  readonly agents: ReadonlyMap<AgentId, AgentConfig>;
  readonly agentsByKey: ReadonlyMap<string, AgentConfig>;
  readonly queues: ReadonlyMap<QueueId, QueueConfig>;
  readonly queuesByKey: ReadonlyMap<string, QueueConfig>;
  readonly flows: ReadonlyMap<FlowId, PublishedFlow>;
  /** Other tenants' agents who may be offered this one's calls, each with the first contract that says so. */
  readonly rented: ReadonlyMap<AgentId, RentalId>;
  /** All contracts under which others' agents serve this tenant. */
  readonly rentals: ReadonlySet<RentalId>;
}

/** A tenant in a cell. */
export interface Tenant {
  readonly settings: TenantSettings;
  readonly lastAgents: LastAgents;
}

/** Indexes one tenant's configuration; `rentals` are those of which it is the renter. */
export function settingsOf(config: TenantConfig, rentals: readonly Rental[]): TenantSettings {
  const agents = new Map(config.agents.map((agent) => [agent.id, agent]));
  return {
    config,
    agents,
    agentsByKey: new Map(config.agents.map((agent) => [agent.key, agent])),
    queues: new Map(config.queues.map((queue) => [queue.id, queue])),
    queuesByKey: new Map(config.queues.map((queue) => [queue.key, queue])),
    flows: new Map(config.flows.map((flow) => [flow.id, flow])),
    rented: rentedAgents(rentals, agents),
    rentals: new Set(rentals.map(({ id }) => id)),
  };
}

/** The rentals by renter. */
export function rentalsByRenter(rentals: readonly Rental[]): ReadonlyMap<TenantId, readonly Rental[]> {
  return Map.groupBy(rentals, ({ renter }) => renter);
}

/** Rented before shared, as they are offered calls; a tenant's own agents need no contract. */
function rentedAgents(
  rentals: readonly Rental[],
  own: ReadonlyMap<AgentId, AgentConfig>,
): ReadonlyMap<AgentId, RentalId> {
  const rented = new Map<AgentId, RentalId>();
  for (const source of ["rented", "shared"] as const) {
    for (const rental of rentals.filter((one) => one.source === source)) {
      for (const agent of rental.agents)
        if (!own.has(agent) && !rented.has(agent)) rented.set(agent, rental.id);
    }
  }
  return rented;
}
