import { cancelSilently } from "../core/cancel-request.ts";
import type { Context } from "../core/context.ts";
import { reply } from "../core/incoming.ts";
import { acknowledgeOurselves } from "../core/own-ack.ts";
import { endByServer } from "../core/server-bye.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import { endSubscription } from "./end-subscription.ts";
import type { Estate } from "./estate.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";

const REASON = { cause: 503, text: "Application lost" };

/** Nobody came for an estate, or nobody wants it: its calls are ended on both sides, and all is forgotten. */
export function endEstate(context: Context, estate: Estate): void {
  const left = holdingsOf(context, [estate]);
  context.tables.estates.remove(estate);
  context.log.warn(
    { app: estate.name, ...counted(left) },
    "nobody took over the calls of a lost application",
  );
  for (const incoming of left.incoming) turnAway(context, incoming);
  for (const outgoing of left.outgoing) giveUp(context, outgoing);
  for (const dialog of left.dialogs) end(context, dialog);
}

function counted({ dialogs, incoming, outgoing }: Holdings) {
  return { dialogs: dialogs.length, requests: incoming.length + outgoing.length };
}

/** Callers who heard it ring are told that nobody is there; the others may try elsewhere (RFC 3261 21.4.18, 21.5.4). */
function turnAway(context: Context, incoming: Incoming): void {
  if (incoming.done) return;
  const { dialog, answered } = incoming;
  reply(
    context,
    incoming,
    answered
      ? { status: 480, reason: "Temporarily Unavailable" }
      : { status: 503, reason: "Service Unavailable" },
  );
  if (dialog?.state === "early") context.tables.dialogs.remove(dialog);
}

function giveUp(context: Context, outgoing: Outgoing): void {
  outgoing.owner = undefined;
  if (outgoing.written.draft.method !== "INVITE") return;
  if (outgoing.dialog) outgoing.dialog.abandoned = REASON;
  cancelSilently(context, outgoing);
}

/**
 * A BYE, where there is a call (RFC 3261 15). What is still being set up ends with its INVITE. Subscriptions
 * inside a call go with it: whoever sends something in them is told by a 481 (RFC 6665 4.1.2.2, 4.2.2).
 */
function end(context: Context, dialog: Dialog): void {
  if (!context.tables.dialogs.holds(dialog)) return;
  for (const { end } of dialog.subscriptions) end.cancel();
  dialog.subscriptions = [];
  if (dialog.firstUsageOver) return context.tables.dialogs.remove(dialog);
  if (dialog.usage === "SUBSCRIBE") return endSubscription(context, dialog);
  if (dialog.state !== "confirmed") return;
  if (dialog.unacknowledged) acknowledgeOurselves(context, dialog, dialog.unacknowledged);
  // RFC 3261 15: who was called may not say BYE before the ACK is there, or given up.
  if (dialog.pendingAck) dialog.endAfterAck = REASON;
  else endByServer(context, dialog, REASON);
}
