import type { TenantId } from "../ids.ts";
import { type AgentProfile, Router } from "../routing/index.ts";
import type { AgentConfig } from "../tenancy/index.ts";
import type { CellEventOf, Newcomer } from "./cell-event.ts";
import type { Draft } from "./draft.ts";
import { LastAgents } from "./last-agents.ts";
import type { Stepper } from "./stepper.ts";
import { rentalsByRenter, settingsOf, type Tenant } from "./tenant.ts";

/** Puts the whole cell under another configuration. A call in a flow finishes on the version it began with. */
export function configure(on: Stepper, event: CellEventOf<"configured">): void {
  const { draft } = on;
  takeIn(draft, event.newcomers);
  const tenants = tenantsUnder(event, draft.tenants);
  draft.configure(tenants);
  const configs = [...tenants.values()].map(({ settings }) => settings.config);
  on.route({
    type: "configured",
    version: event.version,
    queues: configs.flatMap(({ queues }) => queues),
    agents: configs.flatMap(({ id, agents }) => agents.map((agent) => profileOf(agent, id))),
    rentals: event.rentals,
  });
}

/** Routing goes on from where it is, with the newcomers' agents beside those it has. */
function takeIn(draft: Draft, newcomers: readonly Newcomer[]): void {
  const agents = newcomers.flatMap((newcomer) => newcomer.agents);
  const snapshot = draft.router.snapshot();
  draft.routingBefore = snapshot;
  if (agents.length === 0) return;
  draft.router = new Router({ ...snapshot, agents: [...snapshot.agents, ...agents] });
  draft.routing.add(
    agents.map((agent) => ({ of: "agent", id: agent.profile.id, before: undefined, now: agent })),
  );
}

/** Who is not in the configuration any more stays as it was: its calls go on, and new ones are not admitted. */
function tenantsUnder(
  { tenants: configs, rentals, newcomers }: CellEventOf<"configured">,
  before: ReadonlyMap<TenantId, Tenant>,
): ReadonlyMap<TenantId, Tenant> {
  const byRenter = rentalsByRenter(rentals);
  const after = new Map(before);
  for (const config of configs) {
    const newcomer = newcomers.find(({ tenant }) => tenant === config.id);
    after.set(config.id, {
      settings: settingsOf(config, byRenter.get(config.id) ?? []),
      lastAgents: before.get(config.id)?.lastAgents ?? newcomer?.lastAgents ?? new LastAgents(),
    });
  }
  return after;
}

function profileOf({ id, skills, groups, capacity, weight }: AgentConfig, tenant: TenantId): AgentProfile {
  return {
    id,
    tenant,
    skills,
    ...(groups !== undefined && { groups }),
    ...(capacity !== undefined && { capacity }),
    ...(weight !== undefined && { weight }),
  };
}
