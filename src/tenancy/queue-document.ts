import { z } from "zod";
import { OpeningHours } from "../ivr/index.ts";
import { Medium } from "./agent-document.ts";
import { Key, Name, PauseSeconds, Priority, Weight } from "./words.ts";

/** An expression, such as `orders >= 4`; read further by `readStep`. */
const Expression = z.string();

const StepDocument = z.strictObject({
  eligible: Expression,
  from: z
    .array(z.enum(["own", "rented", "shared"]))
    .min(1)
    .default(["own", "rented", "shared"]),
  groups: z.exactOptional(z.array(Key).min(1)),
  widens: z.boolean().default(true),
  considerIf: z.exactOptional(Expression),
  forSeconds: z.exactOptional(z.number().positive().max(86_400)),
});
export type StepDocument = z.infer<typeof StepDocument>;

const topAfterSeconds = z.number().min(1).max(604_800).default(3_600);

/** What is given for some priorities, written as the keys `"0"` to `"9"`. */
function byPriority<Value extends z.ZodType>(value: Value) {
  return z.partialRecord(z.enum(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), value);
}

const PriorityDocument = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("strict"), topAfterSeconds }),
  z.strictObject({
    mode: z.literal("head-start"),
    headStartSeconds: byPriority(z.number().min(0).max(604_800)),
    topAfterSeconds,
  }),
  z.strictObject({
    mode: z.literal("accumulating"),
    rates: byPriority(z.number().min(0).max(1_000)),
    topAfterSeconds,
  }),
  z.strictObject({ mode: z.literal("balance"), share: Weight, topAfterSeconds }),
]);
export type PriorityDocument = z.infer<typeof PriorityDocument>;

const AgentName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}(\/[a-z][a-z0-9-]{0,62})?$/,
    "an agent is named by its key, a rented one by lender/agent",
  );

const StrategyDocument = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("longest-idle") }),
  z.strictObject({ by: z.literal("longest-idle-by-level"), skill: Key }),
  z.strictObject({ by: z.literal("least-skilled") }),
  z.strictObject({ by: z.literal("fewest-calls"), windowSeconds: z.number().min(1).max(86_400) }),
  z.strictObject({ by: z.literal("lowest-occupancy") }),
  z.strictObject({ by: z.literal("round-robin") }),
  z.strictObject({ by: z.literal("weighted-random") }),
  z.strictObject({ by: z.literal("ordered-list"), agents: z.array(AgentName).min(1).max(1_000) }),
  z.strictObject({
    by: z.literal("idleness-balance"),
    shares: z.record(Key, Weight).refine((shares) => Object.keys(shares).length > 0, {
      error: "give at least one agent group its share",
    }),
  }),
]);
export type StrategyDocument = z.infer<typeof StrategyDocument>;

const OfferingDocument = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("one") }),
  z.strictObject({ mode: z.literal("several"), atMost: z.int().min(2).max(20) }),
  z.strictObject({ mode: z.literal("claim") }),
]);

const OverflowTarget = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("flow") }),
  z.strictObject({ to: z.literal("hang-up") }),
  z.strictObject({ to: z.literal("queue"), queue: Key, keepAge: z.boolean().default(true) }),
]);

const OverflowDocument = z.strictObject({
  "maximum-waiting": z.exactOptional(OverflowTarget),
  "maximum-wait": z.exactOptional(OverflowTarget),
  "no-agents": z.exactOptional(OverflowTarget),
  closed: z.exactOptional(OverflowTarget),
});
export type OverflowDocument = z.infer<typeof OverflowDocument>;

/** A queue as written in a file. What is left out has a default, so that a key and a name make a queue. */
export const QueueDocument = z.strictObject({
  key: Key,
  name: Name,
  medium: Medium.default("voice"),
  steps: z
    .array(StepDocument)
    .min(1)
    .max(10)
    .prefault([{ eligible: "anyone" }]),
  skipEmptySteps: z.boolean().default(false),
  priority: PriorityDocument.prefault({ mode: "strict" }),
  strategy: StrategyDocument.default({ by: "longest-idle" }),
  keepFree: z
    .array(z.strictObject({ agents: z.int().min(1).max(10_000), fromPriority: Priority }))
    .max(10)
    .default([]),
  offering: OfferingDocument.default({ mode: "one" }),
  autoAnswer: z.boolean().default(false),
  ringForSeconds: z.number().min(3).max(120).default(15),
  wrapUpSeconds: PauseSeconds.default(10),
  declinedPauseSeconds: PauseSeconds.default(10),
  busyPauseSeconds: PauseSeconds.default(30),
  maximumWaiting: z.exactOptional(z.int().min(1).max(100_000)),
  maximumWaitSeconds: z.exactOptional(z.number().min(1).max(86_400)),
  hours: z.exactOptional(OpeningHours),
  overflow: OverflowDocument.default({}),
  target: z
    .strictObject({
      share: z.number().min(0).max(1).default(0.8),
      withinSeconds: z.number().min(1).max(3_600).default(20),
    })
    .prefault({}),
});
export type QueueDocument = z.infer<typeof QueueDocument>;

/** A queue's rules as they are kept: the document without what the queue is called. */
export const QueueRules = QueueDocument.omit({ key: true, name: true });
export type QueueRules = z.infer<typeof QueueRules>;
