import { z } from "zod";
import type { CallRecord } from "../../calls/index.ts";

/** The words of `call_history`, as read back. */
export const EndedBy: z.ZodType<CallRecord["endedBy"]> = z.enum(["caller", "agent", "flow", "platform"]);
export const Outcome: z.ZodType<CallRecord["outcome"]> = z.enum([
  "answered",
  "abandoned",
  "left-in-flow",
  "completed-in-flow",
  "lost",
]);
