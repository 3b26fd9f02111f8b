import type { Call } from "../calls/index.ts";
import type { AgentId, CallId } from "../ids.ts";
import type { Agent, WaitEstimate } from "../routing/index.ts";
import type { AgentConfig } from "../tenancy/index.ts";
import type { ShownTenant } from "./shown.ts";
import { shownState } from "./shown-state.ts";
import type { TenantSettings } from "./tenant.ts";
import type { AgentView, CallView, RentedAgentView, RentedDoing, Snapshot, Team } from "./views.ts";

/** What a tenant's snapshot shows beside what the tenant itself wrote. */
export interface Surroundings {
  /** Where a waiting call stands now. */
  estimate(call: CallId): WaitEstimate | undefined;
  /** An agent of any tenant, as it was last written. */
  rentedAgent(id: AgentId): { readonly config: AgentConfig; readonly agent: Agent } | undefined;
}

/** A tenant as screens show it, at a position of its event log. */
export function snapshotOf(shown: ShownTenant, settings: TenantSettings, around: Surroundings): Snapshot {
  const { position, calls } = shown;
  return {
    position,
    ...teamOf(shown, settings, around),
    calls: [...calls.values()].flatMap((call) => viewOfCall(call, shown, settings, around) ?? []),
  };
}

/** Who answers a tenant's calls, as screens show them. */
export function teamOf({ agents }: ShownTenant, settings: TenantSettings, around: Surroundings): Team {
  return {
    agents: settings.config.agents.flatMap((config) => {
      const agent = agents.get(config.id);
      return agent === undefined ? [] : [viewOfAgent(config, agent)];
    }),
    rentedAgents: rentedAgentsOf(settings, around),
  };
}

export function viewOfAgent({ id, key, name, skills }: AgentConfig, agent: Agent): AgentView {
  const { hasDevice, breakReserved, signOutReserved } = agent;
  return {
    id,
    key,
    name,
    skills,
    hasDevice,
    state: shownState(agent.state),
    ...(breakReserved !== undefined && { breakReserved }),
    ...(signOutReserved && { signOutReserved }),
  };
}

function rentedAgentsOf(settings: TenantSettings, around: Surroundings): readonly RentedAgentView[] {
  return [...settings.rented].flatMap(([id, rental]) => {
    const found = around.rentedAgent(id);
    if (found === undefined) return [];
    return [{ id, name: found.config.name, rental, doing: doingOf(found.agent, settings) }];
  });
}

function doingOf({ state, works }: Agent, { rentals }: TenantSettings): RentedDoing {
  const isHere = works.some(({ rental }) => rental !== undefined && rentals.has(rental));
  if (isHere) return "here";
  if (works.length > 0) return "elsewhere";
  return state.at === "ready" ? "free" : "away";
}

function viewOfCall(
  call: Call,
  shown: ShownTenant,
  settings: TenantSettings,
  around: Surroundings,
): CallView | undefined {
  if (call.at === "ended") return undefined;
  const { id, number, caller, at, arrivedAt, passage, conversation } = call;
  const queue = passage && settings.queues.get(passage.queue);
  return {
    id,
    number,
    caller,
    at,
    arrivedAt,
    ...(queue && { queue: { id: queue.id, key: queue.key, name: queue.name } }),
    ...(passage && { queuedAt: passage.queuedAt }),
    ...waitingPart(shown, id, around),
    ...(conversation && { agent: conversation.agent, answeredAt: conversation.answeredAt }),
  };
}

function waitingPart(shown: ShownTenant, id: CallId, around: Surroundings): Partial<CallView> {
  const waiting = shown.waiting.get(id);
  if (waiting === undefined) return {};
  const { priority, step, reservations } = waiting;
  const offeredTo = reservations.flatMap((reservation) => shown.reservations.get(reservation)?.agent ?? []);
  const { position, wait } = around.estimate(id) ?? {};
  return {
    priority,
    step,
    ...(position !== undefined && { position }),
    ...(wait !== undefined && {
      expectedWait: {
        fromSeconds: Math.floor(wait.fromMs / 1_000),
        toSeconds: Math.ceil(wait.toMs / 1_000),
      },
    }),
    ...(offeredTo.length > 0 && { offeredTo }),
  };
}
