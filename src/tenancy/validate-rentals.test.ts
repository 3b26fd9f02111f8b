import { describe, expect, it } from "vitest";
import { faults, quiet, tenant } from "./test-document.ts";

describe("a rental's document", () => {
  const rental = { key: "evening", lender: "sun", renter: "star", agents: ["li"], skills: { english: 5 } };
  const english = [{ key: "sales", name: "Sales", steps: [{ eligible: "english" }] }];
  const nightly = { groups: ["night"] };

  /** The faults with these contracts, where nobody of the renter's own has its queue's skill. */
  const contracts = (written: object, renter: object = {}, lender: object = {}) =>
    faults({
      tenants: [tenant("sun", "99999", lender), tenant("star", "98668", { queues: english, ...renter })],
      ...written,
    });

  it("brings a queue agents who can serve it, with the skills that it gives them", () => {
    expect(contracts({ rentals: [rental] })).toEqual([]);
    expect(contracts({ rentals: [{ ...rental, skills: { sales: 5 } }] })).toEqual([
      "tenants.1.queues.0 unservable-queue?",
    ]);
    const own = [{ key: "sales", name: "Sales", steps: [{ eligible: "english", from: ["own", "shared"] }] }];
    expect(contracts({ rentals: [rental] }, { queues: own })).toEqual([
      "tenants.1.queues.0 unservable-queue?",
    ]);
  });

  it("lets the renter name its agents in an ordered list", () => {
    const strategy = { by: "ordered-list", agents: ["li", "sun/li", "sun/wang"] };
    expect(contracts({ rentals: [rental] }, { queues: [{ ...english[0], strategy }] })).toEqual([
      "tenants.1.queues.0.strategy.agents.2 unknown-agent",
    ]);
  });

  it("names two tenants, the lender's agents and groups, and the renter's skills", () => {
    const faulty = [
      { ...rental, renter: "moon" },
      { ...rental, key: "a", lender: "moon" },
      { ...rental, key: "b", renter: "sun" },
      { ...rental, key: "c", agents: ["lee"], groups: ["night"] },
      { ...rental, key: "d", skills: { selling: 1 } },
      { ...rental, key: "evening" },
    ];
    expect(contracts({ rentals: faulty }, { queues: [], flows: [quiet] })).toEqual([
      "rentals.5.key duplicate-key",
      "rentals.0.renter unknown-tenant",
      "rentals.1.lender unknown-tenant",
      "rentals.2.renter same-tenant",
      "rentals.3.agents.0 unknown-agent",
      "rentals.3.groups.0 unknown-group",
      "rentals.4.skills.selling unknown-skill",
    ]);
  });

  it("rents somebody", () => {
    const { agents: _, ...nobody } = rental;
    const quietly = { queues: [], flows: [quiet] };
    expect(contracts({ rentals: [nobody] }, quietly)).toEqual(["rentals.0 nobody-rented"]);
    expect(contracts({ rentals: [{ ...nobody, groups: ["night"] }] }, quietly, nightly)).toEqual([
      "rentals.0 nobody-rented?",
    ]);
  });

  it("opens by a clock that is known", () => {
    const hours = { timeZone: "Nowhere", weekly: [{ days: [1], from: "09:00", to: "18:00" }] };
    expect(contracts({ rentals: [{ ...rental, hours }] })).toEqual([
      "rentals.0.hours.timeZone unknown-time-zone",
    ]);
  });

  it("of a shared pool brings its members agents with their own skills", () => {
    const pool = { key: "pool", lender: "sun", agents: ["li"], members: [{ tenant: "star" }] };
    const agents = [{ key: "li", name: "李", sipUsername: "sun.li", skills: { sales: 5, english: 1 } }];
    expect(contracts({ sharedPools: [pool] })).toEqual(["tenants.1.queues.0 unservable-queue?"]);
    expect(contracts({ sharedPools: [pool] }, {}, { agents })).toEqual([]);
  });

  it("of a shared pool names each member once, and not the lender", () => {
    const members = [{ tenant: "star" }, { tenant: "sun" }, { tenant: "star" }, { tenant: "moon" }];
    const pool = { key: "pool", lender: "sun", members };
    expect(contracts({ sharedPools: [pool] }, { queues: [], flows: [quiet] })).toEqual([
      "sharedPools.0.members.2.tenant duplicate-key",
      "sharedPools.0.members.1.tenant same-tenant",
      "sharedPools.0.members.3.tenant unknown-tenant",
      "sharedPools.0 nobody-rented",
    ]);
  });
});
