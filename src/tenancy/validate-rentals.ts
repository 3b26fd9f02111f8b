import type { PlatformDocument, TenantDocument } from "./document.ts";
import { type DocumentFault, documentError, documentWarning } from "./fault.ts";
import { duplicateKeys, keysOf, listed, type Mention, mentions } from "./mention.ts";
import { type Lent, lentAgents } from "./rental-config.ts";
import type { RentalDocument, SharedPoolDocument } from "./rental-document.ts";
import { unknownAgent, unknownAmong, unknownGroup, unknownSkill, unknownTenant } from "./unknown.ts";
import { hoursFaults } from "./validate-queue.ts";

type Tenants = ReadonlyMap<string, TenantDocument>;

/** What is wrong with the rentals and the shared pools. */
export function rentalFaults({ tenants, rentals, sharedPools }: PlatformDocument): readonly DocumentFault[] {
  const byKey = new Map(tenants.map((tenant) => [tenant.key, tenant]));
  return [
    ...duplicateKeys(mentions(rentals, "rentals", "key", ({ key }) => key)),
    ...rentals.flatMap((rental, index) => faultsOfRental(rental, `rentals.${index}`, byKey)),
    ...duplicateKeys(mentions(sharedPools, "sharedPools", "key", ({ key }) => key)),
    ...sharedPools.flatMap((pool, index) => faultsOfPool(pool, `sharedPools.${index}`, byKey)),
  ];
}

function faultsOfRental(rental: RentalDocument, path: string, tenants: Tenants): readonly DocumentFault[] {
  const renter = { path: `${path}.renter`, value: rental.renter };
  const held = keysOf(rental.skills, `${path}.skills`);
  const known = tenants.get(rental.renter);
  return [
    ...renterFaults(rental.lender, renter, tenants),
    ...lentFaults(rental, path, tenants),
    ...(known === undefined ? [] : unknownAmong(held, new Set(known.skills), unknownSkill)),
    ...(rental.hours === undefined ? [] : hoursFaults(rental.hours, `${path}.hours`)),
  ];
}

function faultsOfPool(pool: SharedPoolDocument, path: string, tenants: Tenants): readonly DocumentFault[] {
  const members = mentions(pool.members, `${path}.members`, "tenant", ({ tenant }) => tenant);
  return [
    ...duplicateKeys(members),
    ...members.flatMap((member) => renterFaults(pool.lender, member, tenants)),
    ...lentFaults(pool, path, tenants),
  ];
}

function renterFaults(lender: string, renter: Mention, tenants: Tenants): readonly DocumentFault[] {
  if (renter.value === lender) return [sameTenant(renter)];
  return tenants.has(renter.value) ? [] : [unknownTenant(renter)];
}

function sameTenant({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "same-tenant",
    `租户“${value}”是出租方，它自己的坐席本来就为它服务。请写另一个租户。`,
    `The tenant "${value}" is the lender: its own agents serve it anyway. Name another tenant.`,
  );
}

function lentFaults(
  { lender, ...lent }: Lent & { readonly lender: string },
  path: string,
  tenants: Tenants,
): readonly DocumentFault[] {
  if (lent.agents.length + lent.groups.length === 0) return [nobodyNamed(path)];
  const owner = tenants.get(lender);
  if (owner === undefined) return [unknownTenant({ path: `${path}.lender`, value: lender })];
  const faults = [
    ...unknownAmong(
      listed(lent.agents, `${path}.agents`),
      new Set(owner.agents.map(({ key }) => key)),
      unknownAgent,
    ),
    ...unknownAmong(listed(lent.groups, `${path}.groups`), new Set(owner.groups), unknownGroup),
  ];
  return faults.length > 0 || lentAgents(lent, owner.agents).length > 0 ? faults : [nobodyInGroups(path)];
}

function nobodyNamed(path: string): DocumentFault {
  return documentError(
    path,
    "nobody-rented",
    "没有写出租哪些坐席。请在 agents 或 groups 里写上出租方的坐席或坐席组。",
    "Nobody is rented. Name agents or agent groups of the lender under agents or groups.",
  );
}

function nobodyInGroups(path: string): DocumentFault {
  return documentWarning(
    path,
    "nobody-rented",
    "这里的坐席组里现在一个坐席也没有，所以租不到任何人。请把坐席加入这些组。",
    "There is no agent in these groups yet, so nobody is rented. Put agents into them.",
  );
}
