import { z } from "zod";
import type { Call, CallRecord } from "../../calls/index.ts";
import { AgentId, CallId, FlowId, LegId, QueueId, RentalId, ReservationId, TenantId } from "../../ids.ts";
import type { Walk } from "../../ivr/index.ts";
import {
  type Agent,
  type AgentState,
  media,
  type Reservation,
  type WaitingCall,
  type Work,
} from "../../routing/index.ts";

/*
 * What the live state must look like to be believed. Objects keep fields that are not named here: while nodes are
 * renewed one by one, an older one must not take away what a newer one wrote.
 */
const agentId = z.string().min(1).transform(AgentId);
const callId = z.string().min(1).transform(CallId);
const legId = z.string().min(1).transform(LegId);
const queueId = z.string().min(1).transform(QueueId);
const rentalId = z.string().min(1).transform(RentalId);
const tenantId = z.string().min(1).transform(TenantId);
const reservationId = z.string().min(1).transform(ReservationId);
const flow = z.looseObject({ id: z.string().min(1).transform(FlowId), version: z.int() });
const at = z.number();
const count = z.int().min(0);

const medium = z.enum(media);
const MediumCapacityShape = z.looseObject({ slots: count, interruptedBy: z.array(medium) });

const workFields = {
  since: at,
  call: callId,
  queue: queueId,
  medium,
  reservation: reservationId,
  rental: z.exactOptional(rentalId),
  chargedMs: z.exactOptional(z.number()),
};
const Reserved = z.looseObject({ ...workFields, at: z.literal("reserved") });
const Talking = z.looseObject({ ...workFields, at: z.literal("talking"), wrapUpSeconds: z.number() });
const WrapUp = z.looseObject({ ...workFields, at: z.literal("wrap-up"), until: at, talkedSince: at });

const WorkShape: z.ZodType<Work> = z.discriminatedUnion("at", [Reserved, Talking, WrapUp]);

const AgentStateShape: z.ZodType<AgentState> = z.discriminatedUnion("at", [
  z.looseObject({ at: z.literal("logged-out"), since: at }),
  z.looseObject({ at: z.literal("not-ready"), since: at, reason: z.string(), until: z.exactOptional(at) }),
  z.looseObject({ at: z.literal("ready"), since: at }),
  Reserved,
  Talking,
  WrapUp,
]);

const CurrentAgent: z.ZodType<Agent> = z.looseObject({
  profile: z.looseObject({
    id: agentId,
    tenant: tenantId,
    skills: z.record(z.string(), z.number()),
    groups: z.exactOptional(z.array(z.string())),
    capacity: z.exactOptional(z.partialRecord(medium, MediumCapacityShape)),
    weight: z.exactOptional(z.number()),
  }),
  state: AgentStateShape,
  works: z.array(WorkShape),
  hasDevice: z.boolean(),
  idleSince: at,
  breakReserved: z.exactOptional(z.string()),
  signOutReserved: z.exactOptional(z.literal(true)),
  dismissed: z.exactOptional(z.literal(true)),
  signedInAt: at,
  busyMs: z.number(),
  busySince: z.exactOptional(at),
  answeredAt: z.array(at),
});

/** An agent as it was written before agents had several works, and when profiles did not say whose agent it is. */
const FormerAgent = z.looseObject({
  works: z.exactOptional(z.never()),
  profile: z.looseObject({}),
  state: z.looseObject({ at: z.string(), since: at, until: z.exactOptional(at) }),
  idleSince: at,
});

/** An agent of that tenant. One written before works were known is read as one without work in hand. */
export function agentShape(tenant: TenantId): z.ZodType<Agent> {
  return z.preprocess((entry) => {
    const former = FormerAgent.safeParse(entry);
    return former.success ? withoutWork(former.data, tenant) : entry;
  }, CurrentAgent);
}

/** Whoever had work in hand is not ready, as after a restart; a wrap-up still ends when it would have. */
function withoutWork({ profile, state, ...agent }: z.infer<typeof FormerAgent>, tenant: TenantId) {
  const { at, since, until } = state;
  const worked = at === "reserved" || at === "talking" || at === "wrap-up";
  const notReady = { at: "not-ready", since, reason: "platform-restarted", ...(until && { until }) };
  return {
    signedInAt: agent.idleSince,
    busyMs: 0,
    answeredAt: [],
    ...agent,
    profile: { tenant, ...profile },
    state: worked ? notReady : state,
    works: [],
  };
}

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
  enteredAt: at,
  positionFound: count,
  giveUpAt: z.exactOptional(at),
  needsAgents: z.boolean(),
  step: count,
  stepEndsAt: z.exactOptional(at),
  stepLeftMs: z.exactOptional(z.number()),
  preferred: z.exactOptional(z.looseObject({ agent: agentId, until: at })),
  offers: count,
  passedOver: z.array(agentId),
  reservations: z.array(reservationId),
  overflowedFrom: z.array(queueId),
});

export const ReservationShape: z.ZodType<Reservation> = z.looseObject({
  id: reservationId,
  call: callId,
  agent: agentId,
  queue: queueId,
  rental: z.exactOptional(rentalId),
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
