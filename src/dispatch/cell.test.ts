import { describe, expect, it } from "vitest";
import { CallId, LegId, PlaybackId } from "../ids.ts";
import { agentLegOf, callerLegOf, TestCell } from "./test-cell.ts";
import { sampleTenant } from "./test-tenant.ts";

const tenant = sampleTenant.id;
const call = CallId("c1");
const leg = callerLegOf("c1");

describe("a caller who arrives", () => {
  it("is answered and hears the menu", () => {
    expect(TestCell.of().calls("c1", "main").effects()).toEqual([
      { do: "answer", leg },
      { do: "play", leg, playback: "c1.p1", utterances: [{ language: "zh", text: "订购请按一" }] },
    ]);
  });

  it("is told of, under the number dialled", () => {
    expect(TestCell.of().later(1).admitted("c1").changes().events).toEqual([
      { type: "call-arrived", at: 1, call, number: "98668", caller: "13800138000" },
    ]);
  });

  it("is offered at once to a ready agent, where the flow queues at once", () => {
    const cell = TestCell.of().ready("li-na").calls("c1");
    expect(cell.doing()).toEqual(["answer", "start-music", "offer"]);
    expect(cell.effects().at(-1)).toMatchObject({
      offer: {
        reservation: "c1.1",
        agent: "li-na",
        sipUsername: "publisher-li-na",
        caller: "13800138000",
        queueName: "订购",
        ringForSeconds: 15,
        autoAnswer: false,
      },
    });
    expect(cell.changes().explanations).toMatchObject([{ reservation: "c1.1", because: { eligible: 1 } }]);
  });

  it("is not taken for another by being admitted twice", () => {
    expect(TestCell.of().calls("c1").admitted("c1").last.tenants.size).toBe(0);
  });
});

describe("a caller whose flow was taken out of use on the way", () => {
  it("is not left in silence", () => {
    const cell = TestCell.of().calls("c1", "gone");
    expect(cell.effects().at(-1)).toEqual({ do: "hang-up", leg, cause: "failure" });
    expect(cell.changes().records).toMatchObject([{ outcome: "lost" }]);
  });
});

describe("a caller who presses a key", () => {
  it("cuts the prompt short and waits in the queue", () => {
    const cell = TestCell.of().calls("c1", "main").presses("c1", "1");
    expect(cell.doing()).toEqual(["stop-playing", "start-music"]);
    expect(cell.call("c1")?.at).toBe("queued");
  });

  it("is not led astray by the end of the prompt that was cut short", () => {
    const cell = TestCell.of().calls("c1", "main").presses("c1", "1");
    cell.tell({ type: "prompts-finished", tenant, call, playback: PlaybackId("c1.p1") });
    expect(cell.effects()).toEqual([]);
  });

  it("is asked again when no key comes, at the moment that was foretold", () => {
    const cell = TestCell.of().calls("c1", "main").later(1_000);
    cell.tell({ type: "prompts-finished", tenant, call, playback: PlaybackId("c1.p1") });
    expect(cell.cell.nextDeadline()).toBe(6_000);
    expect(cell.untilDeadline().doing()).toEqual(["play"]);
    expect(cell.cell.nextDeadline()).toBeUndefined();
  });
});

describe("an offer", () => {
  it("that is answered joins the legs, and tells how long the caller waited", () => {
    const cell = TestCell.of().ready("li-na").calls("c1").later(8).answers("c1.1");
    expect(cell.effects()).toEqual([{ do: "bridge", call, caller: leg, agent: agentLegOf("c1.1") }]);
    expect(cell.changes().events).toMatchObject([
      { type: "offer-ended", outcome: "answered" },
      { type: "call-answered", waitedMs: 8 },
      { type: "agent-state-changed", state: { at: "talking", call: "c1" } },
    ]);
  });

  it("is withdrawn when the caller leaves, and the late answer's leg is ended", () => {
    const cell = TestCell.of().ready("li-na").calls("c1").hangsUp("c1");
    expect(cell.effects()).toEqual([{ do: "withdraw", reservation: "c1.1" }]);
    expect(cell.changes().records).toMatchObject([{ outcome: "abandoned", offers: 1 }]);
    expect(cell.answers("c1.1").effects()).toEqual([
      { do: "hang-up", leg: agentLegOf("c1.1"), cause: "normal" },
    ]);
  });

  it("that nobody takes goes to the other agent, the call keeping its age", () => {
    const cell = TestCell.of().ready("li-na", "wang-wei").calls("c1").later(10).ends("c1.1", "no-answer");
    expect(cell.effects()).toMatchObject([
      { do: "offer", offer: { reservation: "c1.2", agent: "wang-wei" } },
    ]);
    expect(cell.call("c1")?.passage).toMatchObject({ queuedAt: 2, offers: 2 });
  });
});

describe("a conversation", () => {
  const talking = () => TestCell.of().ready("li-na").calls("c1").answers("c1.1").later(20);

  it("that the agent ends ends the caller leg and begins wrap-up", () => {
    const cell = talking().tell({ type: "agent-leg-ended", tenant, call, leg: agentLegOf("c1.1") });
    expect(cell.effects()).toEqual([{ do: "hang-up", leg, cause: "normal" }]);
    expect(cell.agent("li-na")?.state).toMatchObject({ at: "wrap-up", until: 5_021 });
    expect(cell.changes().records).toMatchObject([{ outcome: "answered", endedBy: "agent" }]);
  });

  it("is not touched by the end of a leg that is not in it", () => {
    const cell = talking().tell({ type: "agent-leg-ended", tenant, call, leg: LegId("agent-of-c1.9") });
    expect(cell.last.tenants.size).toBe(0);
  });

  it("whose legs would not join is lost, and both legs are ended", () => {
    const cell = talking().tell({ type: "bridge-failed", tenant, call });
    expect(cell.doing()).toEqual(["hang-up", "hang-up"]);
    expect(cell.changes().records).toMatchObject([{ outcome: "lost", endedBy: "platform" }]);
  });
});

describe("a caller who waits too long", () => {
  it("goes on in the flow when the maximum wait is over, at the moment that was foretold", () => {
    const cell = TestCell.of().calls("c1", "main").presses("c1", "1");
    expect(cell.cell.nextDeadline()).toBe(60_000);
    expect(cell.untilDeadline().doing()).toEqual(["stop-music", "play"]);
    expect(cell.changes().events).toMatchObject([{ type: "call-left-queue", why: "maximum-wait" }]);
  });
});

describe("a caller leg that never reached the softswitch", () => {
  it("is recorded as lost when the platform failed it, as left when the caller gave up", () => {
    const failed = TestCell.of().admitted("c1").tell({ type: "caller-gone", tenant, call, why: "failed" });
    expect(failed.changes().records).toMatchObject([{ outcome: "lost", endedBy: "platform" }]);
    expect(TestCell.of().admitted("c1").hangsUp("c1").changes().records).toMatchObject([
      { outcome: "left-in-flow", endedBy: "caller" },
    ]);
  });
});

describe("a flow that is published anew", () => {
  const [main, ...others] = sampleTenant.flows;
  if (main === undefined) throw new Error("the sample has a flow");
  const graph = { start: "bye", nodes: { bye: { do: "goodbye", say: { en: "Bye" } } } } as const;
  const renewed = { ...sampleTenant, flows: [{ ...main, version: 2, graph }, ...others] };

  it("is walked by new calls, while a call in it finishes on the version it began with", () => {
    const cell = TestCell.of().calls("c1", "main").configure([renewed]);
    expect(cell.presses("c1", "1").doing()).toContain("start-music");
    expect(cell.calls("c2", "main").effects().at(-1)).toMatchObject({
      do: "play",
      utterances: [{ language: "en", text: "Bye" }],
    });
  });

  it("sends a call on as if nobody could serve it, where its queue was removed meanwhile", () => {
    const cell = TestCell.of()
      .calls("c1", "main")
      .configure([{ ...sampleTenant, queues: [] }]);
    expect(cell.presses("c1", "1").changes().records).toMatchObject([{ outcome: "completed-in-flow" }]);
  });
});

describe("a tenant that is no longer configured", () => {
  it("keeps its calls and agents, and other tenants come in beside it", () => {
    const cell = TestCell.of().ready("li-na").calls("c1").configure([]);
    expect(cell.last.tenants.size).toBe(0);
    expect(cell.answers("c1.1").doing()).toEqual(["bridge"]);
  });
});

describe("a stop", () => {
  it("ends every call, and offers nobody a call that is about to end", () => {
    const cell = TestCell.of().ready("li-na").calls("c1").later(1).calls("c2").calls("c3", "main");
    cell.tell({ type: "stopped" });
    expect(cell.changes().records.map(({ call: id }) => id)).toEqual(["c2", "c3", "c1"]);
    expect(cell.doing()).toEqual(["hang-up", "hang-up", "hang-up", "withdraw"]);
    expect(cell.cell.calls.size).toBe(0);
  });
});
