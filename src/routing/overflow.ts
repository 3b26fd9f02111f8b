import type { QueueId } from "../ids.ts";

/** Why a queue does not keep a call. */
export type OverflowCause = "maximum-waiting" | "maximum-wait" | "no-agents" | "closed";

/** Where such a call goes. Decided here, carried out elsewhere. */
export type OverflowTarget =
  /** Back to its flow, which has an exit for each cause. */
  | { readonly to: "flow" }
  | { readonly to: "hang-up" }
  /**
   * On to another queue, its age kept unless `keepAge` is false. A call never comes to the same queue twice this way:
   * it goes back to its flow then.
   */
  | { readonly to: "queue"; readonly queue: QueueId; readonly keepAge: boolean };

/**
 * A target for each cause; what is absent goes back to the flow. A target for `no-agents` makes every call of the queue
 * one that needs agents.
 */
export type Overflow = Readonly<Partial<Record<OverflowCause, OverflowTarget>>>;
