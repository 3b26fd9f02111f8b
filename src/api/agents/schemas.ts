import { z } from "zod";

const since = z.number();

/** What every work has. `call`, `queue` and `reservation` in work for the tenant itself; `rental` in work for another. */
const work = {
  since,
  medium: z.enum(["voice", "chat", "email", "task"]),
  call: z.string().exactOptional(),
  queue: z.string().exactOptional(),
  reservation: z.string().exactOptional(),
  rental: z.string().exactOptional(),
};

/** Set by agents: logged-out, not-ready, ready. Set by routing alone: reserved, talking, wrap-up. */
export const AgentState = z.discriminatedUnion("at", [
  z.object({ at: z.literal("logged-out"), since }),
  z.object({
    at: z.literal("not-ready"),
    since,
    reason: z.string(),
    until: z.number().exactOptional(),
  }),
  z.object({ at: z.literal("ready"), since }),
  z.object({ at: z.literal("reserved"), ...work }),
  z.object({ at: z.literal("talking"), ...work, wrapUpSeconds: z.number() }),
  z.object({ at: z.literal("wrap-up"), ...work, until: z.number() }),
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

/** Another tenant's agent whom this one rents or shares. */
export const RentedAgent = z.object({
  id: z.string(),
  name: z.string(),
  rental: z.string(),
  doing: z.enum(["free", "here", "elsewhere", "away"]),
});

export const AgentList = z.object({
  agents: z.array(Agent).readonly(),
  rentedAgents: z.array(RentedAgent).readonly(),
});

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
