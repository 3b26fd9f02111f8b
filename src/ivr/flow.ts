import { z } from "zod";

/** Languages prompts are spoken in: Mandarin and English. */
export const Language = z.enum(["zh", "en"]);
export type Language = z.infer<typeof Language>;

/** A text spoken in one language. */
export interface Utterance {
  readonly language: Language;
  readonly text: string;
}

const Spoken = z.string().trim().min(1).max(2_000);

/** What the caller hears: the text in each language given, Mandarin first. */
export const Say = z
  .strictObject({ zh: Spoken.optional(), en: Spoken.optional() })
  .refine((say) => say.zh !== undefined || say.en !== undefined, {
    error: "say something: give a text under zh, en or both",
  });
export type Say = z.infer<typeof Say>;

const NodeName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "a node's name is lower case: letters, digits, hyphens");
const Digit = z.string().regex(/^[0-9*#]$/, "a choice is one key: 0-9, * or #");
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time of day is HH:MM");

/** Plays prompts, then goes on. A digit that the menu right after it offers is taken at once; others are ignored. */
const Play = z.strictObject({ do: z.literal("play"), say: Say, next: NodeName });

/**
 * Plays prompts and takes one digit, which also cuts the prompt short. Silence for `waitSeconds` after the prompt, or a
 * digit that is no choice, uses up one of `attempts`; the last one leads to `otherwise`.
 */
const Menu = z.strictObject({
  do: z.literal("menu"),
  say: Say,
  choices: z.record(Digit, NodeName),
  waitSeconds: z.number().min(1).max(60).default(5),
  attempts: z.int().min(1).max(10).default(3),
  onTimeout: Say.optional(),
  onWrongDigit: Say.optional(),
  otherwise: NodeName,
});

/** Opening hours as written: spans by the day of the week (1 Monday … 7 Sunday) in a time zone. */
export const OpeningHours = z.strictObject({
  timeZone: z.string().min(1),
  weekly: z
    .array(z.strictObject({ days: z.array(z.int().min(1).max(7)).min(1), from: ClockTime, to: ClockTime }))
    .min(1),
  /** Closed all day: dates as YYYY-MM-DD. */
  holidays: z.array(z.iso.date()).default([]),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** Branches by the opening hours. */
const Hours = z.strictObject({
  do: z.literal("hours"),
  ...OpeningHours.shape,
  open: NodeName,
  closed: NodeName,
});

/**
 * Whom the call is kept for at first: the agent who last talked with this caller, or the agent of that key. Nobody else
 * is offered it for `patienceSeconds`, unless that agent is not signed in or cannot serve the queue.
 */
const Preferred = z.strictObject({
  agent: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'the preferred agent is "last" or an agent\'s key'),
  patienceSeconds: z.number().min(1).max(600),
});

/**
 * Hands the call to a queue; it comes back only when the queue does not keep it. There is an exit for each cause; a
 * cause without one ends the call, as a goodbye without words would.
 */
const Queue = z.strictObject({
  do: z.literal("queue"),
  queue: z.string().min(1),
  priority: z.int().min(0).max(9).default(0),
  preferred: Preferred.optional(),
  /** The queue may ask for less. */
  maximumWaitSeconds: z.number().min(1).max(86_400).optional(),
  onMaximumWait: NodeName.optional(),
  /** Where to go at once when the queue is full. */
  onMaximumWaiting: NodeName.optional(),
  /** Where to go at once outside the queue's hours. */
  onClosed: NodeName.optional(),
  /** Where to go at once when nobody signed in could ever serve the call. Absent: wait all the same. */
  onNoAgents: NodeName.optional(),
});

/** Plays prompts and hangs up. */
const Goodbye = z.strictObject({ do: z.literal("goodbye"), say: Say });

export const FlowNode = z.discriminatedUnion("do", [Play, Menu, Hours, Queue, Goodbye]);
export type FlowNode = z.infer<typeof FlowNode>;

/** An IVR graph as data: named nodes, and the one a call starts at. Checked further by `validateFlow`. */
export const Flow = z.strictObject({ start: NodeName, nodes: z.record(NodeName, FlowNode) });
export type Flow = z.infer<typeof Flow>;

/** The node of that name. Own properties only: `constructor` is a name like any other. */
export function nodeNamed(flow: Flow, name: string): FlowNode | undefined {
  return Object.hasOwn(flow.nodes, name) ? flow.nodes[name] : undefined;
}
