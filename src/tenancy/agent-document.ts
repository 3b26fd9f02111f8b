import { z } from "zod";
import { media } from "../routing/index.ts";
import { Key, Levels, Name, SipUsername, Weight } from "./words.ts";

export const Medium = z.enum(media);

const MediumCapacity = z.strictObject({
  slots: z.int().min(1).max(50),
  interruptedBy: z.array(Medium).default([]),
});

/** How many work items of each medium at once; a medium that is absent is not taken at all. */
export const CapacityDocument = z
  .strictObject({
    voice: z.exactOptional(MediumCapacity),
    chat: z.exactOptional(MediumCapacity),
    email: z.exactOptional(MediumCapacity),
    task: z.exactOptional(MediumCapacity),
  })
  .refine((capacity) => Object.keys(capacity).length > 0, {
    error: "a capacity names at least one medium: voice, chat, email or task",
  });

export const AgentDocument = z.strictObject({
  key: Key,
  name: Name,
  sipUsername: SipUsername,
  skills: Levels,
  groups: z.array(Key).default([]),
  /** For the weighted-random strategy. */
  weight: Weight.default(1),
  /** One call at a time if absent. */
  capacity: z.exactOptional(CapacityDocument),
});
export type AgentDocument = z.infer<typeof AgentDocument>;
