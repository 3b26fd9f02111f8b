import { header, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { Context } from "./context.ts";
import type { Dialog } from "./state.ts";

/** How long the subscription of a REFER lasts where no NOTIFY says (RFC 3515 2.4.4 leaves it open). */
const REFER_SECONDS = 180;
/** Belongs to the call: none of it goes on when that is over. */
const OF_THE_CALL = new Set(["INVITE", "BYE", "UPDATE", "PRACK", "INFO", "ACK"]);
/** More subscriptions in one dialog than anybody needs. */
const MOST_SUBSCRIPTIONS = 32;

/**
 * What an event is called here: its package and id. A REFER's first NOTIFY may leave the id out (RFC 3515
 * 2.4.6), so a bare package stands for the oldest of its kind.
 */
export function eventName(value: string | undefined): string {
  const [name = "", ...parameters] = (value ?? "").toLowerCase().split(";");
  const id = parameters.map((one) => one.trim()).find((one) => one.startsWith("id="));
  return id === undefined ? name.trim() : `${name.trim()};${id}`;
}

/** Begins a subscription inside a dialog, or begins its time anew. */
export function keepSubscription(context: Context, dialog: Dialog, event: string, seconds: number): void {
  if (!context.tables.dialogs.holds(dialog)) return;
  const known = named(dialog, event);
  if (!known && dialog.subscriptions.length >= MOST_SUBSCRIPTIONS) return;
  known?.end.cancel();
  const name = known?.event ?? event;
  const ms = Math.min(seconds * 1000 + 64 * context.timers.t1, 2 ** 31 - 1);
  const end = context.clock.after(ms, () => endSubscription(context, dialog, name));
  dialog.subscriptions = [...dialog.subscriptions.filter((one) => one !== known), { event: name, end }];
}

/** A REFER was accepted: it implies a subscription, unless both sides agreed on none (RFC 4488). */
export function keepReferral(
  context: Context,
  dialog: Dialog,
  refer: { readonly cseq: number; readonly referSub: string | undefined },
): void {
  if (/^\s*false\b/i.test(refer.referSub ?? "")) return;
  keepSubscription(context, dialog, `refer;id=${refer.cseq}`, REFER_SECONDS);
}

/** A NOTIFY passed in either direction: its subscription lives on, or is over. */
export function noteNotify(
  context: Context,
  dialog: Dialog,
  notify: { readonly event: string | undefined; readonly state: string | undefined },
): void {
  const event = eventName(notify.event);
  if (isTerminated(notify.state)) return endSubscription(context, dialog, event);
  const seconds = /;\s*expires\s*=\s*(\d{1,9})/i.exec(notify.state ?? "")?.[1];
  if (seconds !== undefined && named(dialog, event)) {
    keepSubscription(context, dialog, event, Number(seconds));
  }
}

/** A subscription is over; where it was the last thing in its dialog, so is the dialog. */
export function endSubscription(context: Context, dialog: Dialog, event: string): void {
  const known = named(dialog, event);
  if (!known) {
    if (dialog.usage === "SUBSCRIBE") endFirstUsage(context, dialog);
    return;
  }
  known.end.cancel();
  dialog.subscriptions = dialog.subscriptions.filter((one) => one !== known);
  if (dialog.firstUsageOver && dialog.subscriptions.length === 0) context.tables.dialogs.remove(dialog);
}

/** What a dialog began with is over: its call, or its first subscription (RFC 5057 4). */
export function endFirstUsage(context: Context, dialog: Dialog): void {
  if (dialog.subscriptions.length === 0) return context.tables.dialogs.remove(dialog);
  dialog.firstUsageOver = true;
  dialog.pendingAck?.stop();
  dialog.pendingAck = undefined;
  dialog.expiry?.cancel();
  dialog.session?.stop();
  dialog.session = undefined;
  dialog.ackDeadline?.cancel();
}

/** Whether a request comes too late: its call is over, only subscriptions are left. */
export function comesTooLate(dialog: Dialog, method: string): boolean {
  return dialog.firstUsageOver && dialog.usage === "INVITE" && OF_THE_CALL.has(method);
}

/** Whether a Subscription-State says that there will be no further NOTIFY. */
export function isTerminated(state: string | undefined): boolean {
  return /^\s*terminated\b/i.test(state ?? "");
}

/** The event and state of a NOTIFY from the network. */
export function notifyOf(request: SipRequest): Parameters<typeof noteNotify>[2] {
  return { event: header(request, "event"), state: header(request, "subscription-state") };
}

/** The event and state of a NOTIFY of our own. */
export function notifyIn(headers: readonly HeaderPair[]): Parameters<typeof noteNotify>[2] {
  const value = (name: string) => headers.find(([one]) => one === name)?.[1];
  return { event: value("Event"), state: value("Subscription-State") };
}

function named(dialog: Dialog, event: string): Dialog["subscriptions"][number] | undefined {
  const exact = dialog.subscriptions.find((one) => one.event === event);
  if (exact || event.includes(";")) return exact;
  return dialog.subscriptions.find((one) => one.event.split(";", 1)[0] === event);
}
