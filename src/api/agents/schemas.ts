import { z } from "zod";

const since = z.number();

/** Set by agents: logged-out, not-ready, ready. Set by routing alone: reserved, talking, wrap-up. */
export const AgentState = z.discriminatedUnion("at", [
  z.object({ at: z.literal("logged-out"), since }),
  z.object({ at: z.literal("not-ready"), since, reason: z.string() }),
  z.object({ at: z.literal("ready"), since }),
  z.object({ at: z.literal("reserved"), since, reservation: z.string(), call: z.string() }),
  z.object({
    at: z.literal("talking"),
    since,
    call: z.string(),
    reservation: z.string(),
    wrapUpSeconds: z.number(),
  }),
  z.object({ at: z.literal("wrap-up"), since, call: z.string(), until: z.number() }),
]);

export const Agent = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  skills: z.record(z.string(), z.number()),
  hasDevice: z.boolean(),
  state: AgentState,
  breakReserved: z.string().exactOptional(),
  signOutReserved: z.literal(true).exactOptional(),
});

export const AgentList = z.object({ agents: z.array(Agent).readonly() });

export const AgentParams = z.strictObject({ agentId: z.string().min(1).max(100) });

const reason = z
  .string()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}*$/u);

/** What an agent may ask to become. A reason, in the agent's words, goes with not-ready only. */
export const StateChange = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("ready") }),
  z.strictObject({ to: z.literal("not-ready"), reason }),
  z.strictObject({ to: z.literal("logged-out") }),
]);
