import { randomUUID } from "node:crypto";
import type { Call, CallRecord } from "../../../src/calls/index.ts";
import type { Changes, FeedEvent } from "../../../src/dispatch/index.ts";
import { AgentId, CallId, FlowId, LegId, QueueId, ReservationId, TenantId } from "../../../src/ids.ts";
import type { Agent, Reservation, WaitingCall } from "../../../src/routing/index.ts";

/** A tenant that no other test has. */
export function newTenant(): TenantId {
  return TenantId(randomUUID());
}

export const nothing: Changes = {
  agents: [],
  calls: [],
  waiting: [],
  reservations: [],
  records: [],
  explanations: [],
  events: [],
};

export const agent: Agent = {
  profile: { id: AgentId("a1"), skills: { orders: 8 } },
  state: { at: "reserved", since: 1_000, reservation: ReservationId("c1.1"), call: CallId("c1") },
  hasDevice: true,
  idleSince: 500,
  breakReserved: "lunch",
};

export const call: Call = {
  id: CallId("c1"),
  number: "98668",
  caller: "13800138000",
  callerLeg: LegId("leg-1"),
  flow: { id: FlowId("f1"), version: 2 },
  arrivedAt: 100,
  at: "queued",
  walk: { at: "queued", node: "wait" },
  playbacks: 2,
  passage: { queue: QueueId("q1"), queuedAt: 300, offers: 1 },
};

export const waiting: WaitingCall = {
  id: CallId("c1"),
  queue: QueueId("q1"),
  priority: 5,
  queuedAt: 300,
  giveUpAt: 60_300,
  needsAgents: true,
  offers: 1,
  passedOver: [AgentId("a2")],
  reservation: ReservationId("c1.1"),
};

export const reservation: Reservation = {
  id: ReservationId("c1.1"),
  call: CallId("c1"),
  agent: AgentId("a1"),
  madeAt: 1_000,
  expiresAt: 16_000,
};

export const record: CallRecord = {
  call: CallId("c0"),
  number: "98668",
  caller: "13800138001",
  flow: { id: FlowId("f1"), version: 2 },
  arrivedAt: 10,
  endedAt: 90,
  endedBy: "caller",
  outcome: "left-in-flow",
  offers: 0,
};

export const arrived: FeedEvent = {
  at: 100,
  type: "call-arrived",
  call: CallId("c1"),
  number: "98668",
  caller: "13800138000",
};

/** A turn that touches everything. */
export const everything: Changes = {
  agents: [{ key: agent.profile.id, value: agent }],
  calls: [{ key: call.id, value: call }],
  waiting: [{ key: waiting.id, value: waiting }],
  reservations: [{ key: reservation.id, value: reservation }],
  records: [record],
  explanations: [
    {
      reservation: reservation.id,
      because: {
        configVersion: 3,
        strategy: "longest-idle",
        ranking: [{ agent: AgentId("a1"), passedOver: false, idleMs: 500 }],
        excluded: [{ agent: AgentId("a2"), why: "occupied" }],
      },
    },
  ],
  events: [arrived],
};
