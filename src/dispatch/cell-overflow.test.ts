import { describe, expect, it } from "vitest";
import { QueueId } from "../ids.ts";
import { anyone, requiring } from "../routing/index.ts";
import type { QueueConfig } from "../tenancy/index.ts";
import { TestCell } from "./test-cell.ts";
import { sampleAgent, sampleQueue, sampleTenant, straightTo } from "./test-tenant.ts";

const tenant = sampleTenant.id;
const second = sampleAgent(tenant, "editor", { editing: 5 });

/** Orders, with these rules; and another queue that calls may overflow to. */
const withOrders = (rules: Partial<QueueConfig>) => ({
  ...sampleTenant,
  agents: [...sampleTenant.agents, second],
  queues: [sampleQueue(tenant, "orders", rules), sampleQueue(tenant, "editing")],
  flows: [straightTo("orders", "straight", { onMaximumWaiting: "bye" })],
});
const toEditing = (keepAge: boolean) => ({ to: "queue", queue: QueueId("editing"), keepAge }) as const;

describe("a call that its queue does not keep", () => {
  it("goes back to its flow, which is told why", () => {
    const cell = TestCell.of([withOrders({ maximumWaiting: 1 })])
      .calls("c1")
      .calls("c2");
    expect(cell.doing()).toEqual(["answer", "start-music", "stop-music", "play"]);
    expect(cell.told()).toEqual(["call-queued", "call-left-queue"]);
    expect(cell.changes().events.at(-1)).toMatchObject({ why: "maximum-waiting" });
  });

  it("is ended as its flow would end it, where the queue says so", () => {
    const rules = { maximumWaitSeconds: 20, overflow: { "maximum-wait": { to: "hang-up" } } } as const;
    const cell = TestCell.of([withOrders(rules)])
      .calls("c1")
      .untilDeadline();
    expect(cell.at).toBe(20_000);
    expect(cell.effects()).toMatchObject([{ do: "hang-up", cause: "normal" }]);
    expect(cell.told()).toEqual(["call-left-queue", "call-ended"]);
    expect(cell.changes().records).toMatchObject([{ endedBy: "flow", outcome: "completed-in-flow" }]);
  });

  it("waits on in another queue, its age kept, with the music going on", () => {
    const rules = { maximumWaitSeconds: 20, overflow: { "maximum-wait": toEditing(true) } };
    const cell = TestCell.of([withOrders(rules)])
      .ready("editor")
      .later(1_000)
      .calls("c1")
      .untilDeadline();
    expect(cell.doing()).toEqual(["offer"]);
    expect(cell.changes().events[0]).toMatchObject({
      type: "call-overflowed",
      from: "orders",
      to: "editing",
      why: "maximum-wait",
    });
    expect(cell.call("c1")?.passage).toEqual({ queue: "editing", queuedAt: 1_001, offers: 1 });
    expect(cell.answers("c1.1").changes().events).toContainEqual(
      expect.objectContaining({ type: "call-answered", waitedMs: 20_000 }),
    );
  });

  it("counts as waiting anew there, where its age is not kept", () => {
    const rules = { maximumWaitSeconds: 20, overflow: { "maximum-wait": toEditing(false) } };
    const cell = TestCell.of([withOrders(rules)])
      .calls("c1")
      .untilDeadline();
    expect(cell.call("c1")?.passage).toEqual({ queue: "editing", queuedAt: 20_000, offers: 0 });
  });
});

describe("a search that widens", () => {
  it("is told of step by step, and rings whom the new step admits", () => {
    const steps = [
      { eligible: requiring({ orders: 9 }), from: ["own"], widens: true, forSeconds: 12 },
      { eligible: anyone, from: ["own"], widens: true },
    ] as const;
    const cell = TestCell.of([withOrders({ steps })])
      .ready("editor")
      .calls("c1");
    expect(cell.doing()).not.toContain("offer");
    expect(cell.untilDeadline().at).toBe(12_001);
    expect(cell.changes().events[0]).toEqual({
      type: "call-step-changed",
      at: 12_001,
      call: "c1",
      queue: "orders",
      step: 1,
    });
    expect(cell.effects()).toMatchObject([{ do: "offer", offer: { agent: "editor" } }]);
  });
});
