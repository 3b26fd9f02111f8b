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
  position: z.number().exactOptional(),
  offeredTo: z.string().exactOptional(),
  agent: z.string().exactOptional(),
  answeredAt: z.number().exactOptional(),
});

export const CallList = z.object({ calls: z.array(Call).readonly() });

export const WaitingCall = Call.extend({ waitedMs: z.number() });

export const WaitingList = z.object({ calls: z.array(WaitingCall).readonly() });
