import { AgentId, FlowId, QueueId, TenantId } from "../ids.ts";
import type { TenantConfig } from "../tenancy/index.ts";

/** A small publisher for unit tests: two agents, one queue, a flow that greets, asks and queues. */
export const sampleTenant: TenantConfig = {
  id: TenantId("publisher"),
  key: "publisher",
  name: "北京星空出版社",
  quotas: { concurrentCalls: 10 },
  numbers: new Map([["98668", FlowId("main")]]),
  agents: ["li-na", "wang-wei"].map((key) => ({
    id: AgentId(key),
    key,
    name: key,
    sipUsername: `98668-${key}`,
    skills: { orders: 5 },
  })),
  queues: [
    {
      id: QueueId("orders"),
      key: "orders",
      name: "订购",
      requires: { orders: 1 },
      ringForSeconds: 15,
      wrapUpSeconds: 5,
    },
  ],
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
    {
      id: FlowId("straight"),
      key: "straight",
      version: 1,
      graph: { start: "orders", nodes: { orders: { do: "queue", queue: "orders", priority: 0 } } },
    },
  ],
};
