import { z } from "zod";
import type { Call, CallRecord } from "../../calls/index.ts";
import { AgentId, CallId, FlowId, LegId, QueueId, ReservationId } from "../../ids.ts";
import type { Walk } from "../../ivr/index.ts";
import type { Agent, AgentState, Reservation, WaitingCall } from "../../routing/index.ts";

/*
 * What the live state must look like to be believed. Objects keep fields that are not named here: while nodes are
 * renewed one by one, an older one must not take away what a newer one wrote.
 */
const agentId = z.string().min(1).transform(AgentId);
const callId = z.string().min(1).transform(CallId);
const legId = z.string().min(1).transform(LegId);
const queueId = z.string().min(1).transform(QueueId);
const reservationId = z.string().min(1).transform(ReservationId);
const flow = z.looseObject({ id: z.string().min(1).transform(FlowId), version: z.int() });
const at = z.number();
const count = z.int().min(0);

const AgentStateShape: z.ZodType<AgentState> = z.discriminatedUnion("at", [
  z.looseObject({ at: z.literal("logged-out"), since: at }),
  z.looseObject({ at: z.literal("not-ready"), since: at, reason: z.string() }),
  z.looseObject({ at: z.literal("ready"), since: at }),
  z.looseObject({ at: z.literal("reserved"), since: at, reservation: reservationId, call: callId }),
  z.looseObject({
    at: z.literal("talking"),
    since: at,
    call: callId,
    reservation: reservationId,
    wrapUpSeconds: z.number(),
  }),
  z.looseObject({ at: z.literal("wrap-up"), since: at, call: callId, until: at }),
]);

export const AgentShape: z.ZodType<Agent> = z.looseObject({
  profile: z.looseObject({ id: agentId, skills: z.record(z.string(), z.number()) }),
  state: AgentStateShape,
  hasDevice: z.boolean(),
  idleSince: at,
  breakReserved: z.exactOptional(z.string()),
  signOutReserved: z.exactOptional(z.literal(true)),
  dismissed: z.exactOptional(z.literal(true)),
});

const WalkShape: z.ZodType<Walk> = z.discriminatedUnion("at", [
  z.looseObject({ at: z.literal("speaking"), node: z.string(), attempt: count }),
  z.looseObject({ at: z.literal("listening"), node: z.string(), attempt: count, until: at }),
  z.looseObject({ at: z.literal("queued"), node: z.string() }),
  z.looseObject({ at: z.literal("done") }),
]);

const endedBy = z.enum(["caller", "agent", "flow", "platform"]);
const outcome = z.enum(["answered", "abandoned", "left-in-flow", "completed-in-flow", "lost"]);

export const CallShape: z.ZodType<Call> = z.looseObject({
  id: callId,
  number: z.string(),
  caller: z.string(),
  callerLeg: z.exactOptional(legId),
  flow,
  arrivedAt: at,
  at: z.enum(["arriving", "in-flow", "queued", "talking", "ended"]),
  walk: z.exactOptional(WalkShape),
  playbacks: count,
  passage: z.exactOptional(z.looseObject({ queue: queueId, queuedAt: at, offers: count })),
  conversation: z.exactOptional(z.looseObject({ agent: agentId, agentLeg: legId, answeredAt: at })),
  ended: z.exactOptional(z.looseObject({ at, by: endedBy, outcome })),
});

export const WaitingCallShape: z.ZodType<WaitingCall> = z.looseObject({
  id: callId,
  queue: queueId,
  priority: z.number(),
  queuedAt: at,
  giveUpAt: z.exactOptional(at),
  needsAgents: z.boolean(),
  offers: count,
  passedOver: z.array(agentId),
  reservation: z.exactOptional(reservationId),
});

export const ReservationShape: z.ZodType<Reservation> = z.looseObject({
  id: reservationId,
  call: callId,
  agent: agentId,
  madeAt: at,
  expiresAt: at,
});

export const CallRecordShape: z.ZodType<CallRecord> = z.looseObject({
  call: callId,
  number: z.string(),
  caller: z.string(),
  flow,
  arrivedAt: at,
  queue: z.exactOptional(queueId),
  queuedAt: z.exactOptional(at),
  agent: z.exactOptional(agentId),
  answeredAt: z.exactOptional(at),
  endedAt: at,
  endedBy,
  outcome,
  offers: count,
});
