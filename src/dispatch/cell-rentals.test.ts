import { describe, expect, it } from "vitest";
import { AgentId } from "../ids.ts";
import { agentLegOf, TestCell } from "./test-cell.ts";
import { otherTenant, sampleRental, sampleTenant } from "./test-tenant.ts";

const lender = sampleTenant.id;
const renter = otherTenant.id;
const both = [sampleTenant, otherTenant];

/** A caller of the chess school, rung at the publisher's Wang Wei. */
const offered = () =>
  TestCell.of(both, [sampleRental]).ready("wang-wei").calls("c1", "courses", renter, "13900000000");

describe("an agent of another tenant", () => {
  it("is not offered a call without a contract", () => {
    const cell = TestCell.of(both).ready("wang-wei").calls("c1", "courses", renter);
    expect(cell.doing(renter)).toEqual(["answer", "start-music"]);
  });

  it("is rung under its home's SIP user name, for the caller and the queue of the tenant that was called", () => {
    expect(offered().effects(renter).at(-1)).toMatchObject({
      offer: {
        agent: "wang-wei",
        sipUsername: "publisher-wang-wei",
        caller: "13900000000",
        queueName: "课程",
      },
    });
  });

  it("is told of in the caller's tenant with the contract, and at home without the call", () => {
    const cell = offered();
    expect(cell.changes(renter).events.at(-1)).toMatchObject({
      type: "offer-made",
      agent: "wang-wei",
      rental: "peak",
    });
    expect(cell.changes(lender).events).toEqual([
      {
        type: "agent-state-changed",
        at: 1,
        agent: "wang-wei",
        state: { at: "reserved", since: 1, medium: "voice", rental: "peak" },
      },
    ]);
  });

  it("tells nothing of the call to its own tenant, whatever becomes of it", () => {
    const cell = offered().later(5).answers("c1.1").later(5).hangsUp("c1").untilDeadline();
    const atHome = cell.turns.flatMap(({ tenants }) => tenants.get(lender)?.changes.events ?? []);
    const states = atHome.flatMap((event) => ("state" in event ? [event.state.at] : []));
    expect(states).toEqual(["ready", "reserved", "talking", "wrap-up", "ready"]);
    expect(JSON.stringify(atHome)).not.toMatch(/c1|courses/);
  });

  it("is saved at home, with its reservation at the caller's tenant", () => {
    const cell = offered();
    expect(cell.changes(lender)).toMatchObject({
      agents: [{ key: "wang-wei" }],
      reservations: [],
      calls: [],
    });
    expect(cell.changes(renter)).toMatchObject({
      agents: [],
      reservations: [{ key: "c1.1", value: { rental: "peak" } }],
      waiting: [{ key: "c1" }],
      calls: [{ key: "c1" }],
    });
  });

  it("is joined to the caller, and its leg is the caller's tenant's to end", () => {
    const cell = offered().answers("c1.1");
    expect(cell.effects(renter)).toMatchObject([{ do: "bridge", agent: agentLegOf("c1.1") }]);
    expect(cell.hangsUp("c1").effects(renter)).toMatchObject([{ do: "hang-up", leg: agentLegOf("c1.1") }]);
    expect(cell.agent("wang-wei")?.state).toMatchObject({ at: "wrap-up", rental: "peak" });
  });

  it("obeys its own tenant alone", () => {
    const cell = TestCell.of(both, [sampleRental]).ready("wang-wei");
    const agent = AgentId("wang-wei");
    cell.tell({ type: "agent-asked", tenant: renter, agent, change: { to: "logged-out" } });
    cell.tell({ type: "device-changed", tenant: renter, agent, registered: false });
    expect(cell.agent("wang-wei")).toMatchObject({ hasDevice: true, state: { at: "ready" } });
  });

  it("serves both tenants' callers, one after the other", () => {
    const cell = offered().answers("c1.1").calls("c2").hangsUp("c1");
    expect(cell.untilDeadline().effects(lender)).toMatchObject([
      { do: "offer", offer: { agent: "wang-wei", queueName: "订购" } },
    ]);
  });
});
