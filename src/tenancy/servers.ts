import { type AgentSource, eligibilityTest, type SearchStep, type SkillLevels } from "../routing/index.ts";
import type { AgentDocument } from "./agent-document.ts";
import type { PlatformDocument, TenantDocument } from "./document.ts";
import type { QueueDocument } from "./queue-document.ts";
import { type Lent, lentAgents } from "./rental-config.ts";

/** Somebody who serves a tenant, and what they can do for it. */
export interface Server {
  /** The agent's key; `lender/agent` of another tenant's. */
  readonly name: string;
  readonly source: AgentSource;
  readonly agent: AgentDocument;
  readonly skills: SkillLevels;
}

/** Everybody who serves a tenant of the document: its own agents, those it rents, those it shares. */
export function serversOf(tenant: TenantDocument, document: PlatformDocument): readonly Server[] {
  const rentals = document.rentals.filter(({ renter }) => renter === tenant.key);
  const pools = document.sharedPools.filter(({ members }) => members.some((it) => it.tenant === tenant.key));
  return [
    ...tenant.agents.map(
      (agent): Server => ({ name: agent.key, source: "own", agent, skills: agent.skills }),
    ),
    ...rentals.flatMap((rental) => {
      const lent = lentTo(tenant, rental, document);
      return lent.map((server): Server => ({ ...server, source: "rented", skills: rental.skills }));
    }),
    ...pools.flatMap((pool) => {
      const lent = lentTo(tenant, pool, document);
      return lent.map((server): Server => ({ ...server, source: "shared", skills: server.agent.skills }));
    }),
  ];
}

/** Whether somebody, signed in and free, could be offered a call of the queue at this step, taken alone. */
export function couldServe(
  { source, agent, skills }: Server,
  { medium }: Pick<QueueDocument, "medium">,
  { from, groups, eligible }: SearchStep,
): boolean {
  return (
    from.includes(source) &&
    takes(agent, medium) &&
    (groups === undefined || (source === "own" && agent.groups.some((group) => groups.includes(group)))) &&
    eligibilityTest(eligible)(skills)
  );
}

function lentTo(
  tenant: TenantDocument,
  { lender, ...lent }: Lent & { readonly lender: string },
  { tenants }: PlatformDocument,
): readonly Pick<Server, "name" | "agent">[] {
  const owner = tenants.find(({ key }) => key === lender);
  if (owner === undefined || owner.key === tenant.key) return [];
  return lentAgents(lent, owner.agents).map((agent) => ({ name: `${lender}/${agent.key}`, agent }));
}

function takes({ capacity }: AgentDocument, medium: QueueDocument["medium"]): boolean {
  return capacity === undefined ? medium === "voice" : capacity[medium] !== undefined;
}
