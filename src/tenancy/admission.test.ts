import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentId, FlowId, TenantId, TrunkId } from "../ids.ts";
import { type Arrival, admit, type Occupancy } from "./admission.ts";
import { directoryOf } from "./directory.ts";
import type { PlatformConfig, TenantConfig } from "./platform.ts";

function tenant(key: string, numbers: readonly string[], concurrentCalls = 2): TenantConfig {
  const agent = {
    id: AgentId(`${key}-agent`),
    tenant: TenantId(key),
    key: "agent",
    name: "Agent",
    sipUsername: `${key}.agent`,
    skills: {},
  };
  return {
    id: TenantId(key),
    key,
    name: key,
    quotas: { concurrentCalls },
    numbers: new Map(numbers.map((number) => [number, FlowId(`${key}-flow`)])),
    agents: [agent],
    queues: [],
    flows: [],
  };
}

const platform: PlatformConfig = {
  version: 1,
  operator: TenantId("operator"),
  trunks: [
    { id: TrunkId("carrier"), key: "carrier", name: "Carrier", addresses: ["192.0.2.0/24"] },
    { id: TrunkId("roaming"), key: "roaming", name: "Roaming", addresses: [], sipUsername: "roaming" },
  ],
  tenants: [
    tenant("operator", ["99999"]),
    tenant("publisher", ["98668", "+861012345678"]),
    tenant("chess", ["98667", "862812345678"], 1),
  ],
  rentals: [],
};
const directory = directoryOf(platform);

function occupancy(changes: Partial<Occupancy> = {}): Occupancy {
  return { draining: false, liveCalls: () => 0, ...changes };
}

function arrival(changes: Partial<Arrival> = {}): Arrival {
  return { source: { address: "192.0.2.7", port: 5060 }, dialled: "98668", ...changes };
}

const stranger = { address: "203.0.113.5", port: 5060 };

describe("a call from a known trunk", () => {
  it("is its number's tenant's, and walks that number's flow", () => {
    expect(admit(directory, occupancy(), arrival())).toEqual({
      admitted: true,
      tenant: "publisher",
      trunk: "carrier",
      number: "98668",
      flow: "publisher-flow",
    });
    expect(admit(directory, occupancy(), arrival({ dialled: "98667" }))).toMatchObject({ tenant: "chess" });
    expect(admit(directory, occupancy(), arrival({ dialled: "99999" }))).toMatchObject({
      tenant: "operator",
    });
  });

  it.each([
    ["+861012345678", "+861012345678"],
    ["861012345678", "+861012345678"],
    ["862812345678", "862812345678"],
    ["+862812345678", "862812345678"],
    ["+98668", "98668"],
  ])("that dials %s reaches the number %s", (dialled, number) => {
    expect(admit(directory, occupancy(), arrival({ dialled }))).toMatchObject({ admitted: true, number });
  });

  it.each(["98669", "", "+", "++98668", "986680", "9866", "constructor"])(
    "that dials %j is refused",
    (dialled) => {
      expect(admit(directory, occupancy(), arrival({ dialled }))).toEqual({
        admitted: false,
        why: "unknown-number",
      });
    },
  );

  it("may come from anywhere if the trunk proved who it is", () => {
    expect(
      admit(directory, occupancy(), arrival({ source: stranger, authenticatedAs: "roaming" })),
    ).toMatchObject({
      admitted: true,
      trunk: "roaming",
    });
  });

  it("belongs to the trunk proven by digest before that of its address", () => {
    expect(admit(directory, occupancy(), arrival({ authenticatedAs: "roaming" }))).toMatchObject({
      trunk: "roaming",
    });
  });

  it("belongs to the trunk of its address if what was proven is no trunk", () => {
    expect(admit(directory, occupancy(), arrival({ authenticatedAs: "publisher.agent" }))).toMatchObject({
      trunk: "carrier",
    });
  });
});

describe("a tenant's quota", () => {
  it("lets in as many calls as it says and no more", () => {
    expect(admit(directory, occupancy({ liveCalls: () => 1 }), arrival())).toMatchObject({ admitted: true });
    for (const live of [2, 3]) {
      expect(admit(directory, occupancy({ liveCalls: () => live }), arrival())).toEqual({
        admitted: false,
        why: "over-quota",
      });
    }
  });

  it("is not touched by another tenant's calls", () => {
    const flooded = occupancy({ liveCalls: (id) => (id === "chess" ? 1_000 : 0) });
    expect(admit(directory, flooded, arrival())).toMatchObject({ admitted: true });
    expect(admit(directory, flooded, arrival({ dialled: "98667" }))).toMatchObject({ why: "over-quota" });
  });
});

describe("a platform that drains", () => {
  it("takes no call", () => {
    for (const source of [arrival().source, stranger]) {
      expect(admit(directory, occupancy({ draining: true }), arrival({ source }))).toEqual({
        admitted: false,
        why: "draining",
      });
    }
  });
});

describe("a stranger", () => {
  it("hears the same whatever is dialled and however full a tenant is", () => {
    const number = fc.oneof(fc.constantFrom("98668", "98667", "99999", "+861012345678"), fc.string());
    const proven = fc.option(fc.constantFrom("publisher.agent", "carrier", "nobody"), { nil: undefined });
    fc.assert(
      fc.property(number, fc.nat({ max: 5 }), proven, (dialled, live, authenticatedAs) => {
        const call = arrival({ source: stranger, dialled, ...(authenticatedAs && { authenticatedAs }) });
        expect(admit(directory, occupancy({ liveCalls: () => live }), call)).toEqual({
          admitted: false,
          why: "unknown-trunk",
        });
      }),
    );
  });
});

describe("the directory", () => {
  it("knows an agent and the agent's tenant by SIP user name", () => {
    expect(directory.agentBySipUsername("chess.agent")).toMatchObject({
      tenant: { id: "chess" },
      agent: { id: "chess-agent" },
    });
  });

  it("keeps agents and trunks apart", () => {
    expect(directory.agentBySipUsername("roaming")).toBeUndefined();
    expect(directory.trunkBySipUsername("roaming")?.id).toBe("roaming");
    expect(directory.trunkBySipUsername("chess.agent")).toBeUndefined();
    expect(directory.trunkBySipUsername("carrier")).toBeUndefined();
  });
});
