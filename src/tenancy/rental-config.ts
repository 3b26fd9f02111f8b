import { RentalId, type TenantId } from "../ids.ts";
import type { Rental } from "../routing/index.ts";
import type { AgentConfig } from "./platform.ts";
import type { RentalTerms, SharedPoolTerms } from "./rental-document.ts";

/** Who is lent, by key and by group. */
export interface Lent {
  readonly agents: readonly string[];
  readonly groups: readonly string[];
}

/** A shared pool's member, and under which terms. */
export interface PoolMember {
  readonly tenant: TenantId;
  readonly weight: number;
  readonly cap?: number;
}

/** Those of the lender's agents who are meant, each once, in the lender's order. */
export function lentAgents<Agent extends { readonly key: string; readonly groups?: readonly string[] }>(
  { agents, groups }: Lent,
  ofLender: readonly Agent[],
): readonly Agent[] {
  const keys = new Set(agents);
  const lent = new Set(groups);
  return ofLender.filter(
    (agent) => keys.has(agent.key) || (agent.groups ?? []).some((group) => lent.has(group)),
  );
}

/** Makes a rental of its terms. Agents who are no longer there are passed over. */
export function rentalOf(
  { id, renter }: Pick<Rental, "id" | "renter">,
  { agents, groups, ...terms }: RentalTerms,
  ofLender: readonly AgentConfig[],
): Rental {
  return { id, source: "rented", renter, agents: idsOf({ agents, groups }, ofLender), ...terms };
}

/** Makes one rental for each member of a pool. Agents serve with the skills they have. */
export function poolRentals(
  pool: string,
  lent: SharedPoolTerms,
  members: readonly PoolMember[],
  ofLender: readonly AgentConfig[],
): readonly Rental[] {
  const agents = idsOf(lent, ofLender);
  return members.map(({ tenant, ...terms }) => ({
    id: RentalId(`${pool}.${tenant}`),
    source: "shared",
    renter: tenant,
    agents,
    ...terms,
  }));
}

function idsOf(lent: Lent, ofLender: readonly AgentConfig[]): Rental["agents"] {
  return lentAgents(lent, ofLender).map(({ id }) => id);
}
