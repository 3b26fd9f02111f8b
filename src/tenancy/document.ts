import { z } from "zod";
import { Flow } from "../ivr/index.ts";

const Key = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "a key is lower case: letters, digits, hyphens");
const Name = z.string().trim().min(1).max(200);
const DialledNumber = z
  .string()
  .regex(/^\+?\d{3,15}$/, "a number is 3 to 15 digits, with + in front for E.164");
const SipUsername = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/, "a SIP user name is 3 to 64 of a-z 0-9 . _ -");
const Levels = z.record(Key, z.int().min(1).max(10));

const AgentDocument = z.strictObject({ key: Key, name: Name, sipUsername: SipUsername, skills: Levels });

const QueueDocument = z.strictObject({
  key: Key,
  name: Name,
  requires: Levels.default({}),
  ringForSeconds: z.number().min(3).max(120).default(15),
  wrapUpSeconds: z.number().min(0).max(3_600).default(10),
});

const FlowDocument = z.strictObject({ key: Key, name: Name, graph: Flow });

/** One tenant as written in a file: everything refers to everything else by key. */
export const TenantDocument = z.strictObject({
  key: Key,
  name: Name,
  quotas: z.strictObject({ concurrentCalls: z.int().min(1).max(100_000) }),
  skills: z.array(Key).default([]),
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
});
export type PlatformDocument = z.infer<typeof PlatformDocument>;
