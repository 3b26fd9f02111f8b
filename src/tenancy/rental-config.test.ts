import { describe, expect, it } from "vitest";
import { AgentId, RentalId, TenantId } from "../ids.ts";
import type { AgentConfig } from "./platform.ts";
import { poolRentals, rentalOf } from "./rental-config.ts";
import { RentalTerms, SharedPoolTerms } from "./rental-document.ts";

const agent = (key: string, groups: readonly string[]): AgentConfig => ({
  id: AgentId(`id-of-${key}`),
  tenant: TenantId("sun"),
  key,
  name: key,
  sipUsername: `sun.${key}`,
  skills: {},
  groups,
});
const sun = [agent("li", ["day"]), agent("wang", ["day", "night"]), agent("zhao", [])];

describe("a rental", () => {
  it("is of the agents named and of those in the groups named, each once", () => {
    const terms = RentalTerms.parse({
      agents: ["wang", "gone"],
      groups: ["day"],
      skills: { english: 5 },
      cap: 2,
    });
    expect(rentalOf({ id: RentalId("r1"), renter: TenantId("star") }, terms, sun)).toEqual({
      id: "r1",
      source: "rented",
      renter: "star",
      agents: ["id-of-li", "id-of-wang"],
      skills: { english: 5 },
      weight: 1,
      cap: 2,
    });
  });
});

describe("a shared pool", () => {
  it("is a rental for each member, without skills: the agents' own apply", () => {
    const members = [
      { tenant: TenantId("star"), weight: 3 },
      { tenant: TenantId("moon"), weight: 1, cap: 4 },
    ];
    expect(poolRentals("p1", SharedPoolTerms.parse({ agents: ["zhao"] }), members, sun)).toEqual([
      { id: "p1.star", source: "shared", renter: "star", agents: ["id-of-zhao"], weight: 3 },
      { id: "p1.moon", source: "shared", renter: "moon", agents: ["id-of-zhao"], weight: 1, cap: 4 },
    ]);
  });
});
