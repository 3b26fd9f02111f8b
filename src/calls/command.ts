import type { CallId, LegId, PlaybackId } from "../ids.ts";
import type { Utterance } from "../ivr/index.ts";
import type { CallRecord } from "./call.ts";

/** What a call wants done with its legs, or known. Each is safe to repeat. */
export type CallCommand =
  | { readonly do: "answer"; readonly leg: LegId }
  | {
      readonly do: "play";
      readonly leg: LegId;
      readonly playback: PlaybackId;
      readonly utterances: readonly Utterance[];
    }
  | { readonly do: "stop-playing"; readonly playback: PlaybackId }
  | { readonly do: "start-music" | "stop-music"; readonly leg: LegId }
  | { readonly do: "bridge"; readonly call: CallId; readonly caller: LegId; readonly agent: LegId }
  | { readonly do: "hang-up"; readonly leg: LegId; readonly cause: "normal" | "failure" | "shutdown" }
  /** The call is over: its one row of history. */
  | { readonly do: "record"; readonly record: CallRecord };
