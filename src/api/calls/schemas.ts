import { z } from "zod";

/** A live call. Times are epoch milliseconds; `position` 1 is served next. */
export const Call = z.object({
  id: z.string(),
  number: z.string(),
  caller: z.string(),
  at: z.enum(["arriving", "in-flow", "queued", "talking"]),
  arrivedAt: z.number(),
  queue: z.object({ id: z.string(), key: z.string(), name: z.string() }).exactOptional(),
  queuedAt: z.number().exactOptional(),
  priority: z.number().exactOptional(),
  step: z.number().exactOptional(),
  position: z.number().exactOptional(),
  expectedWait: z.object({ fromSeconds: z.number(), toSeconds: z.number() }).exactOptional(),
  offeredTo: z.array(z.string()).readonly().exactOptional(),
  agent: z.string().exactOptional(),
  answeredAt: z.number().exactOptional(),
});

export const CallList = z.object({ calls: z.array(Call).readonly() });

export const WaitingCall = Call.extend({ waitedMs: z.number() });

export const WaitingList = z.object({ calls: z.array(WaitingCall).readonly() });

export const CallParams = z.strictObject({ callId: z.string().min(1).max(100) });

/** Which agent picks the call: one of the tenant's own, or one it rents. */
export const Claim = z.strictObject({ agent: z.string().min(1).max(100) });

/** The agent's device rings. */
export const Claimed = z.object({ outcome: z.literal("offered") });
