import { z } from "zod";
import type { FeedBatch, Snapshot } from "../../dispatch/index.ts";

/** Why a client's message was not understood. */
export type MessageFault = "binary-refused" | "broken-json" | "unknown-message";

/** What the server says on the feed: one snapshot, then every event after it, and answers to the client. */
export type ServerMessage =
  | ({ readonly type: "snapshot" } & Snapshot)
  | ({ readonly type: "events" } & FeedBatch)
  | { readonly type: "pong" }
  | { readonly type: "error"; readonly code: MessageFault };

/** What a client may say on the feed. */
const ClientMessage = z.strictObject({ type: z.literal("ping") });

/** Answers one client message; undefined text stands for a binary one. */
export function answerTo(text: string | undefined): ServerMessage {
  if (text === undefined) return { type: "error", code: "binary-refused" };
  const said = parsed(text);
  if (said === undefined) return { type: "error", code: "broken-json" };
  return ClientMessage.safeParse(said).success
    ? { type: "pong" }
    : { type: "error", code: "unknown-message" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
