import { type AgentId, RentalId, type TenantId } from "../../../src/ids.ts";
import type { AgentProfile, Rental } from "../../../src/routing/index.ts";
import type { Random } from "../random.ts";
import { tenants } from "./tenants.ts";

/** Two contracts by which tenants rent some of another's agents, and a small pool that two tenants share. */
export function rentalsOf(agents: readonly AgentProfile[], random: Random): readonly Rental[] {
  const [first, second, third, fourth] = tenants.map(({ id }) => id);
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return [];
  const some = (tenant: TenantId, share: number): readonly AgentId[] => {
    const staff = agents.filter((agent) => agent.tenant === tenant).map(({ id }) => id);
    return random.someOf(staff, Math.round(staff.length * share));
  };
  const lent = some(second, 0.1);
  const pool = some(first, 0.05);
  return [
    {
      ...{ id: RentalId("rental-0"), source: "rented", renter: first, agents: lent, weight: 1 },
      cap: Math.ceil(lent.length / 2),
    },
    { id: RentalId("rental-1"), source: "rented", renter: fourth, agents: some(third, 0.05), weight: 2 },
    { id: RentalId("pool-0"), source: "shared", renter: third, agents: pool, weight: 3 },
    { id: RentalId("pool-1"), source: "shared", renter: fourth, agents: pool, weight: 1 },
  ];
}
