import { z } from "zod";
import { Flow } from "../ivr/index.ts";
import { AgentDocument } from "./agent-document.ts";
import { QueueDocument } from "./queue-document.ts";
import { RentalDocument, SharedPoolDocument } from "./rental-document.ts";
import { Key, Name, SipUsername } from "./words.ts";

const DialledNumber = z
  .string()
  .regex(/^\+?\d{3,15}$/, "a number is 3 to 15 digits, with + in front for E.164");

const FlowDocument = z.strictObject({ key: Key, name: Name, graph: Flow });

/** One tenant as written in a file: everything refers to everything else by key. */
export const TenantDocument = z.strictObject({
  key: Key,
  name: Name,
  quotas: z.strictObject({ concurrentCalls: z.int().min(1).max(100_000) }),
  skills: z.array(Key).default([]),
  /** Agent groups. */
  groups: z.array(Key).default([]),
  numbers: z.array(z.strictObject({ number: DialledNumber, flow: Key })).min(1),
  agents: z.array(AgentDocument).default([]),
  queues: z.array(QueueDocument).default([]),
  flows: z.array(FlowDocument).min(1),
});
export type TenantDocument = z.infer<typeof TenantDocument>;

const TrunkAddress = z
  .string()
  .regex(/^[0-9a-fA-F.:[\]]+(\/\d{1,3}|:\d{1,5})?$/, "an address is IP, IP/prefix-length or IP:port");

export const TrunkDocument = z.strictObject({
  key: Key,
  name: Name,
  addresses: z.array(TrunkAddress).default([]),
  sipUsername: SipUsername.optional(),
});
export type TrunkDocument = z.infer<typeof TrunkDocument>;

/** A whole platform as written in a file. `operator` is the key of the tenant who runs it. */
export const PlatformDocument = z.strictObject({
  operator: Key,
  trunks: z.array(TrunkDocument),
  tenants: z.array(TenantDocument).min(1),
  rentals: z.array(RentalDocument).default([]),
  sharedPools: z.array(SharedPoolDocument).default([]),
});
export type PlatformDocument = z.infer<typeof PlatformDocument>;
