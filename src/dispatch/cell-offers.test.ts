import { describe, expect, it } from "vitest";
import { AgentId, type TenantId } from "../ids.ts";
import type { QueueConfig } from "../tenancy/index.ts";
import { agentLegOf, TestCell } from "./test-cell.ts";
import {
  otherTenant,
  sampleAgent,
  sampleQueue,
  sampleRental,
  sampleTenant,
  straightTo,
} from "./test-tenant.ts";

const tenant: TenantId = sampleTenant.id;
const withQueue = (rules: Partial<QueueConfig>) => ({
  ...sampleTenant,
  queues: [sampleQueue(tenant, "orders", rules)],
});

describe("a call that rings several at once", () => {
  const ringing = () =>
    TestCell.of([withQueue({ offering: { mode: "several", atMost: 3 } })])
      .ready("li-na", "wang-wei")
      .calls("c1");

  it("is joined to whoever answers first, and the others stop ringing", () => {
    const cell = ringing();
    expect(cell.doing().filter((done) => done === "offer")).toHaveLength(2);
    expect(cell.answers("c1.2").effects()).toMatchObject([
      { do: "withdraw", reservation: "c1.1" },
      { do: "bridge", agent: agentLegOf("c1.2") },
    ]);
    expect(cell.call("c1")?.conversation?.agentLeg).toBe(agentLegOf("c1.2"));
  });

  it("ends the leg of an answer that crosses another, and no more", () => {
    const cell = ringing().answers("c1.2").answers("c1.1");
    expect(cell.effects()).toEqual([{ do: "hang-up", leg: agentLegOf("c1.1"), cause: "normal" }]);
    expect(cell.call("c1")?.at).toBe("talking");
    expect(cell.agent("li-na")?.state.at).toBe("ready");
  });

  it("keeps ringing at the others when one does not answer", () => {
    const cell = ringing().ends("c1.1", "declined");
    expect(cell.doing()).toEqual([]);
    expect(cell.waiting("c1")?.reservations).toEqual(["c1.2"]);
  });
});

describe("a queue that asks devices to answer by themselves", () => {
  it("says so with the offer", () => {
    const cell = TestCell.of([withQueue({ autoAnswer: true })])
      .ready("li-na")
      .calls("c1");
    expect(cell.effects().at(-1)).toMatchObject({ offer: { autoAnswer: true } });
  });
});

describe("a claim", () => {
  const waiting = () =>
    TestCell.of(
      [withQueue({ offering: { mode: "claim" } }), otherTenant],
      [{ ...sampleRental, renter: tenant, agents: [AgentId("zhang-min")], skills: { orders: 1 } }],
    ).calls("c1");

  it("rings the agent who claims, and nobody else", () => {
    const cell = waiting().ready("li-na", "wang-wei").claims("c1", "wang-wei");
    expect(cell.last.claim).toBe("offered");
    expect(cell.effects()).toMatchObject([{ do: "offer", offer: { agent: "wang-wei" } }]);
    expect(cell.claims("c1", "wang-wei").last.claim).toBe("offered");
    expect(cell.doing()).toEqual([]);
    expect(cell.claims("c1", "li-na").last.claim).toBe("offered-already");
  });

  it("may come from a rented agent", () => {
    const cell = waiting().ready("zhang-min").claims("c1", "zhang-min", tenant);
    expect(cell.last.claim).toBe("offered");
  });

  it("is refused for a call or an agent of another tenant as for one that is not there", () => {
    const cell = waiting().ready("li-na", "zhang-min");
    expect(cell.claims("c9", "li-na").last.claim).toBe("no-such-call");
    expect(cell.claims("c1", "zhang-min", otherTenant.id).last.claim).toBe("no-such-call");
    expect(cell.claims("c1", "nobody").last.claim).toBe("no-such-agent");
    cell.calls("c2", "courses", otherTenant.id);
    expect(cell.claims("c2", "li-na", otherTenant.id).last.claim).toBe("no-such-agent");
  });

  it("is refused to an agent who is not free or not able, and of a call that does not wait", () => {
    const unskilled = sampleAgent(tenant, "trainee", {});
    const config = {
      ...withQueue({ offering: { mode: "claim" } }),
      agents: [...sampleTenant.agents, unskilled],
    };
    const cell = TestCell.of([config]).calls("c1").calls("c2", "main").ready("trainee");
    expect(cell.claims("c1", "li-na").last.claim).toBe("not-free");
    expect(cell.claims("c1", "trainee").last.claim).toBe("not-eligible");
    expect(cell.claims("c2", "trainee").last.claim).toBe("not-waiting");
  });
});

describe("a caller who is known", () => {
  const flows = [
    straightTo("orders", "last", { preferred: { agent: "last", patienceSeconds: 30 } }),
    straightTo("orders", "named", { preferred: { agent: "wang-wei", patienceSeconds: 30 } }),
    straightTo("orders"),
  ];
  const config = { ...sampleTenant, flows };

  it("is kept for the agent who talked with it last, though another is free", () => {
    const cell = TestCell.of([config]).ready("wang-wei").calls("c1").answers("c1.1").hangsUp("c1");
    cell.ready("li-na").later(10).calls("c2", "last");
    expect(cell.doing()).toEqual(["answer", "start-music"]);
    expect(cell.waiting("c2")?.preferred).toMatchObject({ agent: "wang-wei" });
    expect(cell.untilDeadline().effects()).toMatchObject([{ offer: { agent: "wang-wei" } }]);
  });

  it("goes to another when the patience is over", () => {
    const cell = TestCell.of([config]).ready("li-na", "wang-wei").calls("c1");
    expect(cell.effects().at(-1)).toMatchObject({ offer: { agent: "li-na" } });
    cell.answers("c1.1").calls("c2", "last");
    expect(cell.waiting("c2")?.preferred).toMatchObject({ agent: "li-na" });
    expect(cell.later(30_000).tell({ type: "time-passed" }).effects()).toMatchObject([
      { offer: { agent: "wang-wei" } },
    ]);
  });

  it("may be kept for an agent the flow names", () => {
    const cell = TestCell.of([config]).ready("li-na", "wang-wei").calls("c1", "named");
    expect(cell.effects().at(-1)).toMatchObject({ offer: { agent: "wang-wei" } });
    expect(cell.changes().explanations).toMatchObject([{ because: { because: "preferred" } }]);
  });

  it("is anybody's where nobody has talked with it, or its number is withheld", () => {
    const cell = TestCell.of([config]).ready("li-na", "wang-wei").calls("c1", "last");
    expect(cell.effects().at(-1)).toMatchObject({ offer: { agent: "li-na" } });
    cell
      .answers("c1.1")
      .calls("c2", "straight", tenant, "anonymous")
      .answers("c2.1")
      .calls("c3", "last", tenant, "anonymous");
    expect(cell.waiting("c3")?.preferred).toBeUndefined();
  });
});
