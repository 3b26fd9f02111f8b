import type { OverflowCause } from "../routing/index.ts";
import type { Utterance } from "./flow.ts";

/**
 * Where one call stands in its flow. Times are epoch milliseconds.
 *
 *   speaking → (play: next node, or ahead to a choice of the menu that follows) (menu: listening) (goodbye: done)
 *   listening → speaking (time-out or wrong digit, attempts left) | next node
 *   queued → next node, when the queue does not keep the call
 */
export type Walk =
  | { readonly at: "speaking"; readonly node: string; readonly attempt: number }
  | { readonly at: "listening"; readonly node: string; readonly attempt: number; readonly until: number }
  | { readonly at: "queued"; readonly node: string }
  | { readonly at: "done" };

export type WalkEvent = { readonly at: number } & (
  | { readonly type: "entered" }
  /** The prompts last asked for have been heard (or could not be played: the flow goes on all the same). */
  | { readonly type: "prompts-finished" }
  | { readonly type: "digit-pressed"; readonly digit: string }
  /** `until` may have passed. */
  | { readonly type: "time-passed" }
  | { readonly type: "queue-gave-up"; readonly why: OverflowCause }
);

/** What the flow wants done with the call. */
export type WalkCommand =
  | { readonly do: "play"; readonly utterances: readonly Utterance[] }
  | { readonly do: "stop-playing" }
  | {
      readonly do: "queue";
      readonly queue: string;
      readonly priority: number;
      /** The call is kept at first for the agent who last talked with this caller, or for the agent of that key. */
      readonly preferred?: { readonly agent: string; readonly patienceSeconds: number };
      readonly maximumWaitSeconds?: number;
      readonly needsAgents: boolean;
    }
  | { readonly do: "hang-up" };
