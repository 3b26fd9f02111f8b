import { randomUUID } from "node:crypto";
import type { Call, CallRecord } from "../../../src/calls/index.ts";
import type { Changes, FeedEvent } from "../../../src/dispatch/index.ts";
import {
  AgentId,
  CallId,
  FlowId,
  LegId,
  QueueId,
  RentalId,
  ReservationId,
  TenantId,
} from "../../../src/ids.ts";
import type { Agent, Reservation, WaitingCall, Work } from "../../../src/routing/index.ts";

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

const reserved: Work = {
  at: "reserved",
  since: 1_000,
  reservation: ReservationId("c1.1"),
  call: CallId("c1"),
  queue: QueueId("q1"),
  medium: "voice",
};

const afterChat: Work = {
  at: "wrap-up",
  since: 900,
  until: 10_900,
  talkedSince: 700,
  reservation: ReservationId("c2.1"),
  call: CallId("c2"),
  queue: QueueId("q2"),
  medium: "chat",
  rental: RentalId("r1"),
  chargedMs: 60_000,
};

/** An agent of another tenant than it is saved for in these tests: whose it is stands in its profile. */
export const agent: Agent = {
  profile: {
    id: AgentId("a1"),
    tenant: TenantId("t1"),
    skills: { orders: 8 },
    groups: ["day"],
    weight: 2,
    capacity: { voice: { slots: 1, interruptedBy: [] }, chat: { slots: 3, interruptedBy: ["voice"] } },
  },
  state: reserved,
  works: [afterChat, reserved],
  hasDevice: true,
  idleSince: 500,
  breakReserved: "lunch",
  signedInAt: 100,
  busyMs: 4_000,
  busySince: 700,
  answeredAt: [200, 700],
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
  enteredAt: 310,
  positionFound: 2,
  giveUpAt: 60_300,
  needsAgents: true,
  step: 1,
  stepEndsAt: 20_300,
  stepLeftMs: 7_000,
  preferred: { agent: AgentId("a1"), until: 30_300 },
  offers: 1,
  passedOver: [AgentId("a2")],
  reservations: [ReservationId("c1.1")],
  overflowedFrom: [QueueId("q0")],
};

export const reservation: Reservation = {
  id: ReservationId("c1.1"),
  call: CallId("c1"),
  agent: AgentId("a1"),
  queue: QueueId("q1"),
  rental: RentalId("r1"),
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
        at: 1_000,
        queue: QueueId("q1"),
        step: 1,
        strategy: "longest-idle",
        priority: "strict",
        score: 5_000_000.7,
        ageMs: 700,
        eligible: 1,
        ranking: [{ agent: AgentId("a1"), terms: [0, 0, 0, 500] }],
        excluded: [{ why: "occupied", count: 1, agents: [AgentId("a2")] }],
      },
    },
  ],
  events: [arrived],
};
