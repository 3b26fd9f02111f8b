/** What a work item comes through. Only voice rings a device today; routing treats all alike. */
export type Medium = "voice" | "chat" | "email" | "task";

export const media: readonly Medium[] = ["voice", "chat", "email", "task"];

/**
 * How much of one medium an agent takes: `slots` items at once, and which other media may still be offered while
 * an item of this one is in hand (an e-mail may be interrupted by a call; a call by nothing).
 */
export interface MediumCapacity {
  readonly slots: number;
  readonly interruptedBy: readonly Medium[];
}

/** A medium that is absent is not taken at all. */
export type Capacity = Readonly<Partial<Record<Medium, MediumCapacity>>>;

/** One call at a time, and nothing beside it. */
export const oneCall: Capacity = { voice: { slots: 1, interruptedBy: [] } };
