import { AgentId, FlowId, QueueId, RentalId, TenantId } from "../ids.ts";
import { type Rental, requiring } from "../routing/index.ts";
import type { AgentConfig, PublishedFlow, QueueConfig, TenantConfig } from "../tenancy/index.ts";

const publisher = TenantId("publisher");
const chess = TenantId("chess");

export function sampleAgent(tenant: TenantId, key: string, skills: AgentConfig["skills"]): AgentConfig {
  return { id: AgentId(key), tenant, key, name: key, sipUsername: `${tenant}-${key}`, skills };
}

/** A queue for whoever has the skill of its name; 15 s of ringing, 5 s of wrap-up. */
export function sampleQueue(tenant: TenantId, key: string, rules: Partial<QueueConfig> = {}): QueueConfig {
  return {
    id: QueueId(key),
    tenant,
    key,
    name: key,
    medium: "voice",
    steps: [{ eligible: requiring({ [key]: 1 }), from: ["own", "rented", "shared"], widens: true }],
    skipsEmptySteps: false,
    priority: { mode: "strict", topAfterSeconds: 3_600 },
    strategy: { by: "longest-idle" },
    keepFree: [],
    offering: { mode: "one" },
    autoAnswer: false,
    ringForSeconds: 15,
    wrapUpSeconds: 5,
    declinedPauseSeconds: 10,
    busyPauseSeconds: 30,
    overflow: {},
    target: { share: 0.8, withinSeconds: 20 },
    ...rules,
  };
}

/** A flow that queues at once; further wishes go into its queue node. */
export function straightTo(
  queue: string,
  key = "straight",
  more: Partial<Extract<PublishedFlow["graph"]["nodes"][string], { do: "queue" }>> = {},
): PublishedFlow {
  const nodes: PublishedFlow["graph"]["nodes"] = {
    queue: { do: "queue", queue, priority: 0, ...more },
    bye: { do: "goodbye", say: { zh: "再见" } },
  };
  return { id: FlowId(key), key, version: 1, graph: { start: "queue", nodes } };
}

/** A small publisher for unit tests: two agents, one queue, a flow that greets, asks and queues. */
export const sampleTenant: TenantConfig = {
  id: publisher,
  key: "publisher",
  name: "北京星空出版社",
  quotas: { concurrentCalls: 10 },
  numbers: new Map([["98668", FlowId("main")]]),
  agents: ["li-na", "wang-wei"].map((key) => sampleAgent(publisher, key, { orders: 5 })),
  queues: [sampleQueue(publisher, "orders", { name: "订购" })],
  flows: [
    {
      id: FlowId("main"),
      key: "main",
      version: 1,
      graph: {
        start: "menu",
        nodes: {
          menu: {
            do: "menu",
            say: { zh: "订购请按一" },
            choices: { 1: "orders" },
            waitSeconds: 5,
            attempts: 2,
            otherwise: "bye",
          },
          orders: {
            do: "queue",
            queue: "orders",
            priority: 0,
            maximumWaitSeconds: 60,
            onMaximumWait: "bye",
          },
          bye: { do: "goodbye", say: { zh: "再见" } },
        },
      },
    },
    straightTo("orders"),
  ],
};

/** A chess school with one agent of its own. */
export const otherTenant: TenantConfig = {
  id: chess,
  key: "chess",
  name: "四川棋类协会",
  quotas: { concurrentCalls: 10 },
  numbers: new Map([["98667", FlowId("courses")]]),
  agents: [sampleAgent(chess, "zhang-min", { courses: 5 })],
  queues: [sampleQueue(chess, "courses", { name: "课程" })],
  flows: [straightTo("courses", "courses")],
};

/** The chess school's calls may go to the publisher's Wang Wei. */
export const sampleRental: Rental = {
  id: RentalId("peak"),
  source: "rented",
  renter: chess,
  agents: [AgentId("wang-wei")],
  skills: { courses: 3 },
  weight: 1,
};
