import { isKnownHeader } from "../sip/header-names.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import { type AppRequest, appHeaders } from "./app-message.ts";
import type { Context } from "./context.ts";
import { facing, type WrittenRequest, writeRequest } from "./draft.ts";
import { targetOfHop } from "./next-hop.ts";
import { launch } from "./outgoing.ts";
import { localEnd } from "./self.ts";
import type { Attempt, Outgoing } from "./state.ts";
import { placeOf } from "./tries.ts";

const EMPTY = Buffer.alloc(0);

/**
 * An application cancels an INVITE (RFC 3261 9.1). Before any provisional answer the CANCEL is held; if
 * the INVITE is answered 2xx all the same, its ACK will be followed by a BYE.
 */
export function cancelInvite(
  context: Context,
  app: App,
  transactionId: string,
  message: AppRequest,
): Outcome {
  const invite = context.tables.outgoing.get(transactionId);
  if (!invite || invite.owner !== app || invite.cancel || !cancellable(invite)) {
    return refusal(`unable to cancel unknown transaction id: ${transactionId}`);
  }
  const request = startCancel(context, invite, message);
  return {
    ok: true,
    type: "request",
    protocol: invite.attempt.protocol,
    ...localEnd(context.self, { protocol: invite.attempt.protocol, host: placeOf(invite) }),
    transactionId: context.ids.uuid(),
    dialogId: "",
    sip: request.bytes,
  };
}

/** Cancels an INVITE on the server's own account, e.g. since its dialog is being ended. */
export function cancelSilently(context: Context, invite: Outgoing): void {
  if (!invite.cancel && cancellable(invite)) startCancel(context, invite, undefined);
}

/** The first provisional answer allows a CANCEL that had to wait. */
export function sendHeldCancel(context: Context, invite: Outgoing): void {
  const { cancel, hop } = invite;
  if (!cancel || cancel.sent || !hop) return;
  cancel.sent = true;
  launch(context, { written: cancel.request, target: targetOfHop(hop) });
  invite.cancelDeadline = context.clock.after(64 * context.timers.t1, () => {
    context.responses.failedLocally(invite, { status: 408, reason: "Request Timeout" });
    invite.transaction.abandon();
  });
}

function cancellable({ written, transaction }: Outgoing): boolean {
  return written.draft.method === "INVITE" && /^(calling|proceeding)$/.test(transaction.state);
}

function startCancel(context: Context, invite: Outgoing, message: AppRequest | undefined): WrittenRequest {
  const request = writeCancel(context, invite.attempt, placeOf(invite), message);
  invite.cancel = { request, sent: false };
  if (invite.transaction.state === "proceeding") sendHeldCancel(context, invite);
  return request;
}

/** Cancels an INVITE at a hop that was given up for another one, once (RFC 3261 9.1), and waits no longer than 64 T1. */
export function cancelAttempt(context: Context, attempt: Attempt): void {
  const { hop, written, transaction } = attempt;
  if (attempt.cancelled || !hop || written.draft.method !== "INVITE") return;
  attempt.cancelled = true;
  launch(context, {
    written: writeCancel(context, attempt, hop.address, undefined),
    target: targetOfHop(hop),
  });
  context.clock.after(64 * context.timers.t1, () => transaction.abandon());
}

/** Of the application's headers only Reason and custom ones are taken. */
function writeCancel(
  context: Context,
  attempt: Attempt,
  host: string,
  message: AppRequest | undefined,
): WrittenRequest {
  const { protocol } = attempt;
  const { draft, branch } = attempt.written;
  const setting = { self: context.self.facing(host), protocol, filledIn: new Set<string>() };
  const given = message ? appHeaders(message, setting) : [];
  const rest = given.filter(([name]) => name === "Reason" || !isKnownHeader(name.toLowerCase()));
  const cancel = { ...draft, method: "CANCEL", maxForwards: "70", contact: undefined, rest, body: EMPTY };
  return writeRequest(cancel, facing(context, { host }), protocol, branch);
}
