import { z } from "zod";
import { OpeningHours } from "../ivr/index.ts";
import { Key, Levels, Weight } from "./words.ts";

/** Agents of a lender, by their keys and by the groups they are in. */
const Lent = {
  agents: z.array(Key).default([]),
  groups: z.array(Key).default([]),
};

const Cap = z.int().min(1).max(100_000);

/** A contract by which agents of one tenant, the lender, serve another. `skills` are in the renter's words. */
export const RentalDocument = z.strictObject({
  key: Key,
  lender: Key,
  renter: Key,
  ...Lent,
  skills: Levels,
  weight: Weight.default(1),
  cap: z.exactOptional(Cap),
  hours: z.exactOptional(OpeningHours),
});
export type RentalDocument = z.infer<typeof RentalDocument>;

/** A rental's terms as they are kept. */
export const RentalTerms = RentalDocument.omit({ key: true, lender: true, renter: true });
export type RentalTerms = z.infer<typeof RentalTerms>;

/** Agents of one tenant who serve several others, each with the skills it has. */
export const SharedPoolDocument = z.strictObject({
  key: Key,
  lender: Key,
  ...Lent,
  members: z
    .array(z.strictObject({ tenant: Key, weight: Weight.default(1), cap: z.exactOptional(Cap) }))
    .min(1)
    .max(1_000),
});
export type SharedPoolDocument = z.infer<typeof SharedPoolDocument>;

/** A pool's terms as they are kept; its members are rows of their own. */
export const SharedPoolTerms = SharedPoolDocument.omit({ key: true, lender: true, members: true });
export type SharedPoolTerms = z.infer<typeof SharedPoolTerms>;
