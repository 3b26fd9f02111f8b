import { describe, expect, it } from "vitest";
import { QueueDocument } from "./queue-document.ts";
import { faultsOf, graph, withQueue } from "./test-document.ts";

describe("a queue's document", () => {
  const queue = "tenants.1.queues.0";
  const steps = (...steps: readonly object[]) => withQueue({ steps });

  it("with nothing but a key and a name is one that anyone serves, the longest idle first", () => {
    expect(QueueDocument.parse({ key: "sales", name: "Sales" })).toEqual({
      key: "sales",
      name: "Sales",
      medium: "voice",
      steps: [{ eligible: "anyone", from: ["own", "rented", "shared"], widens: true }],
      skipEmptySteps: false,
      priority: { mode: "strict", topAfterSeconds: 3_600 },
      strategy: { by: "longest-idle" },
      keepFree: [],
      offering: { mode: "one" },
      autoAnswer: false,
      ringForSeconds: 15,
      wrapUpSeconds: 10,
      declinedPauseSeconds: 10,
      busyPauseSeconds: 30,
      overflow: {},
      target: { share: 0.8, withinSeconds: 20 },
    });
  });

  it.each([
    { steps: [] },
    { steps: Array.from({ length: 11 }, () => ({ eligible: "anyone", forSeconds: 1 })) },
    { steps: [{ eligible: "anyone", from: [] }] },
    { priority: { mode: "head-start", headStartSeconds: { "10": 60 } } },
    { priority: { mode: "balance", share: 0 } },
    { strategy: { by: "ordered-list", agents: ["a/b/c"] } },
    { keepFree: [{ agents: 1, fromPriority: 10 }] },
    { offering: { mode: "several", atMost: 1 } },
    { overflow: { busy: { to: "flow" } } },
    { requires: { sales: 3 } },
  ])("does not have the shape %j", (changes) => {
    expect(QueueDocument.safeParse({ key: "sales", name: "Sales", ...changes }).success).toBe(false);
  });

  it("has expressions that can be read, and is told where one cannot", () => {
    expect(steps({ eligible: "sales >= 3 & english" })).toEqual([
      `${queue}.steps.0.eligible@12 unreadable-expression`,
    ]);
    expect(steps({ eligible: "anyone", considerIf: "mood > 5" })).toEqual([
      `${queue}.steps.0.considerIf@1 unreadable-expression`,
    ]);
  });

  it("gives every step its time but the last", () => {
    expect(steps({ eligible: "sales" }, { eligible: "anyone" })).toEqual([
      `${queue}.steps.0 step-without-time`,
    ]);
    expect(steps({ eligible: "sales", forSeconds: 9 }, { eligible: "anyone", forSeconds: 9 })).toEqual([
      `${queue}.steps.1.forSeconds last-step-with-time`,
    ]);
    expect(steps({ eligible: "sales", forSeconds: 9 }, { eligible: "anyone" })).toEqual([]);
  });

  it("names groups, skills and agents of its tenant in its steps and its strategy", () => {
    expect(steps({ eligible: "anyone", groups: ["night"] })).toEqual([
      `${queue}.steps.0.groups.0 unknown-group`,
      `${queue} unservable-queue?`,
    ]);
    expect(withQueue({ strategy: { by: "longest-idle-by-level", skill: "selling" } })).toEqual([
      `${queue}.strategy.skill unknown-skill`,
    ]);
    expect(withQueue({ strategy: { by: "ordered-list", agents: ["li", "lee", "sun/li"] } })).toEqual([
      `${queue}.strategy.agents.1 unknown-agent`,
      `${queue}.strategy.agents.2 unknown-agent`,
    ]);
    expect(withQueue({ strategy: { by: "idleness-balance", shares: { night: 1 } } })).toEqual([
      `${queue}.strategy.shares.night unknown-group`,
    ]);
  });

  it("overflows to other queues of its tenant, round in a circle if need be", () => {
    const to = (queue: string) => ({ overflow: { closed: { to: "queue", queue } } });
    expect(withQueue(to("sails"))).toEqual([`${queue}.overflow.closed.queue unknown-queue`]);
    expect(withQueue(to("sales"))).toEqual([`${queue}.overflow.closed.queue overflow-to-itself`]);
    const circle = [
      { key: "sales", name: "Sales", ...to("more") },
      { key: "more", name: "More", ...to("sales") },
    ];
    expect(faultsOf({ queues: circle })).toEqual([]);
  });

  it("opens by a clock that is known, for spans that end after they begin", () => {
    const weekly = [{ days: [1], from: "18:00", to: "09:00" }];
    expect(withQueue({ hours: { timeZone: "Asia/Chengdoo", weekly } })).toEqual([
      `${queue}.hours.timeZone unknown-time-zone`,
      `${queue}.hours.weekly.0 empty-span`,
    ]);
  });

  it("is warned when nobody takes its medium", () => {
    expect(withQueue({ medium: "chat" })).toEqual([`${queue} unservable-queue?`]);
    const capacity = { chat: { slots: 3 } };
    const agents = [{ key: "li", name: "李", sipUsername: "star.li", skills: { sales: 5 }, capacity }];
    const chat = { key: "sales", name: "Sales", medium: "chat" };
    expect(faultsOf({ agents, queues: [chat] })).toEqual([]);
    expect(faultsOf({ agents })).toEqual([`${queue} unservable-queue?`]);
  });
});

describe("a flow's queue node", () => {
  const wait = "tenants.1.flows.0.graph.nodes.wait";
  const bye = { do: "goodbye", say: { zh: "再见。" } };

  /** The faults with the node so changed, and the queues so. */
  function withNode(changes: object, queue: object = {}, ...others: readonly object[]) {
    const leads = "onMaximumWait" in changes || "onNoAgents" in changes;
    const nodes = { wait: { ...graph.nodes.wait, ...changes }, ...(leads && { bye }) };
    return faultsOf({
      flows: [{ key: "main", name: "Main", graph: { ...graph, nodes } }],
      queues: [{ key: "sales", name: "Sales", ...queue }, ...others],
    });
  }

  it("keeps the call for the last agent, or for one of the tenant's", () => {
    const preferring = (agent: string) => withNode({ preferred: { agent, patienceSeconds: 30 } });
    expect(preferring("last")).toEqual([]);
    expect(preferring("li")).toEqual([]);
    expect(preferring("lee")).toEqual([`${wait}.preferred.agent unknown-agent`]);
  });

  it("with a longest wait leads on, unless its queue overflows to another place", () => {
    const overflow = { "maximum-wait": { to: "hang-up" } };
    expect(withNode({ maximumWaitSeconds: 60 })).toEqual([
      `${wait}.maximumWaitSeconds maximum-wait-without-target`,
    ]);
    expect(withNode({ maximumWaitSeconds: 60 }, { overflow })).toEqual([]);
  });

  it("leads on after a longest wait of its own, of its queue, or of one the queue overflows to", () => {
    const after = { onMaximumWait: "bye" };
    const overflow = { closed: { to: "queue", queue: "more" } };
    const more = { key: "more", name: "More" };
    expect(withNode(after)).toEqual([`${wait}.onMaximumWait target-without-maximum-wait`]);
    expect(withNode({ ...after, maximumWaitSeconds: 60 })).toEqual([]);
    expect(withNode(after, { maximumWaitSeconds: 60 })).toEqual([]);
    expect(withNode(after, { overflow }, more)).toEqual([
      `${wait}.onMaximumWait target-without-maximum-wait`,
    ]);
    expect(withNode(after, { overflow }, { ...more, maximumWaitSeconds: 60 })).toEqual([]);
  });
});
