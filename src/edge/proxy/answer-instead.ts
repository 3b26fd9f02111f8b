import { recordAnswer } from "../core/call-records.ts";
import type { Context } from "../core/context.ts";
import { reply } from "../core/incoming.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import type { Incoming } from "../core/state.ts";

/** Answers a request that was to be proxied but cannot be. */
export function answerInstead(context: Context, incoming: Incoming, content: ReplyContent): void {
  recordAnswer(context, incoming, content.status, reply(context, incoming, content));
}
