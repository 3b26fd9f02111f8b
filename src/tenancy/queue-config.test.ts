import { describe, expect, it } from "vitest";
import { AgentId, QueueId, TenantId } from "../ids.ts";
import type { QueueConfig } from "./platform.ts";
import { type NamesInRules, queueOf, readRules } from "./queue-config.ts";

const identity = { id: QueueId("q1"), tenant: TenantId("t1"), key: "orders", name: "订购" };
const agents = new Map([
  ["li", AgentId("a1")],
  ["sun/wang", AgentId("a2")],
]);
const names: NamesInRules = {
  agent: (name) => agents.get(name),
  queue: (key) => (key === "english" ? QueueId("q2") : undefined),
};

function queueWith(kept: object): QueueConfig {
  const read = readRules(kept);
  if (!read.ok) throw new Error(read.why);
  return queueOf(identity, read.rules, names);
}

describe("a queue's rules", () => {
  it("become a queue whose expressions are read", () => {
    const queue = queueWith({
      steps: [{ eligible: "orders >= 4 && english", forSeconds: 20 }, { eligible: "anyone" }],
    });
    expect(queue).toMatchObject({ ...identity, skipsEmptySteps: false, ringForSeconds: 15 });
    expect(queue.steps).toMatchObject([
      { eligible: { text: "orders >= 4 && english", root: { is: "all" } }, forSeconds: 20 },
      { eligible: { root: { is: "anyone" } } },
    ]);
    expect(queue.steps[1]).not.toHaveProperty("considerIf");
  });

  it("give what they say of priorities as lists from priority 0", () => {
    const headStart = { mode: "head-start", headStartSeconds: { "3": 60, "1": 5 } };
    expect(queueWith({ priority: headStart }).priority).toEqual({
      mode: "head-start",
      headStartSeconds: [0, 5, 0, 60],
      topAfterSeconds: 3_600,
    });
    const accumulating = { mode: "accumulating", rates: { "2": 4 }, topAfterSeconds: 60 };
    expect(queueWith({ priority: accumulating }).priority).toEqual({
      mode: "accumulating",
      rates: [1, 1, 4],
      topAfterSeconds: 60,
    });
    expect(queueWith({ priority: { mode: "accumulating", rates: {} } }).priority).toMatchObject({
      rates: [],
    });
  });

  it("name agents and queues by id, and pass over those that are gone", () => {
    const strategy = { by: "ordered-list", agents: ["sun/wang", "gone", "li"] };
    const overflow = {
      closed: { to: "queue", queue: "english", keepAge: false },
      "no-agents": { to: "queue", queue: "gone" },
      "maximum-wait": { to: "hang-up" },
    };
    const queue = queueWith({ strategy, overflow });
    expect(queue.strategy).toEqual({ by: "ordered-list", agents: ["a2", "a1"] });
    expect(queue.overflow).toEqual({
      closed: { to: "queue", queue: "q2", keepAge: false },
      "no-agents": { to: "flow" },
      "maximum-wait": { to: "hang-up" },
    });
  });

  it("that a newer node wrote in another shape, or that hold what is no expression, say why they cannot be read", () => {
    expect(readRules({ steps: [{ eligible: "orders >= 4", considerIf: "waiting >" }] })).toEqual({
      ok: false,
      why: expect.stringMatching(/^steps\.0\.considerIf: At character 10: /),
    });
    expect(readRules({ offering: { mode: "telepathy" } })).toMatchObject({ ok: false });
    expect(readRules(undefined)).toMatchObject({ ok: false });
  });
});
