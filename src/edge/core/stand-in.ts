import type { Context } from "./context.ts";
import { reply } from "./incoming.ts";
import { keepPeerSdp } from "./last-sdp.ts";
import type { ReplyContent } from "./reply-text.ts";
import { waitForRefresh } from "./session-timer.ts";
import type { Dialog, Incoming } from "./state.ts";

/** May refresh a session (RFC 4028). */
const REFRESHES = new Set(["INVITE", "UPDATE"]);

/**
 * Answers a request inside a dialog in place of its lost application, as who stands in for that said. What
 * went through, as a PRACK with the answer to our offer does, counts; a refresh that was put off may come
 * again.
 */
export function answerInstead(
  context: Context,
  dialog: Dialog,
  incoming: Incoming,
  content: ReplyContent,
): void {
  if (content.status < 300) keepPeerSdp(dialog, incoming.request);
  else if (REFRESHES.has(incoming.request.method)) waitForRefresh(context, dialog);
  reply(context, incoming, content);
}
