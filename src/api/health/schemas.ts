import { z } from "zod";

export const Live = z.object({ status: z.literal("live") });

export const Ready = z.object({
  status: z.literal("ready"),
  parts: z.record(z.string(), z.enum(["up", "down"])),
});
