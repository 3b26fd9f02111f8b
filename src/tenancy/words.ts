import { z } from "zod";

/*
 * What documents are written with: what people call things, and what they must be.
 */
export const Key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "a key is lower case: letters, digits, hyphens");
export const Name = z.string().trim().min(1).max(200);
export const SipUsername = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/, "a SIP user name is 3 to 64 of a-z 0-9 . _ -");
/** Skill → level, 1 (basic) to 10 (expert). */
export const Levels = z.record(Key, z.int().min(1).max(10));
export const Weight = z.number().positive().max(1_000_000);
/** Seconds from 0 to an hour: how long a pause may last. */
export const PauseSeconds = z.number().min(0).max(3_600);
export const Priority = z.int().min(0).max(9);
