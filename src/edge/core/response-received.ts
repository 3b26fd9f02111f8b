import { header, type SipResponse } from "../sip/message.ts";
import { asReceived } from "../sip/serialize.ts";
import type { Source } from "../transport/transport.ts";
import { sendHeldCancel } from "./cancel-request.ts";
import type { Context } from "./context.ts";
import { learnFromResponse } from "./dialog.ts";
import { localResponse } from "./draft.ts";
import { watchSubscription } from "./registration.ts";
import { endFork } from "./server-bye.ts";
import { noteAnswered } from "./session-descriptions.ts";
import type { Dialog, Outgoing } from "./state.ts";

/** A response that concerns the user agent core: each new one, and each 2xx to an INVITE. */
export function receiveResponse(
  context: Context,
  outgoing: Outgoing,
  response: SipResponse,
  source: Source,
): void {
  const invite = outgoing.written.draft.method === "INVITE";
  if (invite && response.status >= 200 && response.status < 300)
    return accepted(context, outgoing, response, source);
  if (response.status < 200) provisional(context, outgoing, response, source);
  else final(context, outgoing, response, source);
  tell(outgoing, response, source);
}

/** A final response nobody sent. Address and port stay empty, so that applications can tell. */
export function receiveLocalFailure(
  context: Context,
  outgoing: Outgoing,
  { status, reason }: { readonly status: number; readonly reason: string },
): void {
  settleFailure(context, outgoing, status);
  const sip = localResponse(outgoing.written, status, reason);
  outgoing.owner?.deliver({
    from: "network",
    size: sip.length,
    protocol: outgoing.target.protocol,
    address: "",
    port: 0,
    transactionId: outgoing.id,
    dialogId: outgoing.dialog?.id ?? "",
    sip,
  });
}

function provisional(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  const { dialog } = outgoing;
  if (outgoing.written.draft.method === "INVITE") sendHeldCancel(context, outgoing);
  if (!dialog || dialog.state === "confirmed" || response.toTag === "" || response.status === 100) return;
  learnFromResponse(dialog, response, source);
  dialog.state = "early";
}

/**
 * A 2xx to our INVITE (RFC 3261 13.2.2.4). The first one makes the dialog; its repeats are acknowledged
 * again without a word; one from another fork is acknowledged and ended at once.
 */
function accepted(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  const { dialog, ack } = outgoing;
  if (outgoing.acceptedBy === response.toTag) {
    if (ack) context.transports.send(ack.hop, ack.bytes, () => undefined);
    return;
  }
  if (outgoing.acceptedBy !== undefined) return endFork(context, outgoing, response, source);
  if (outgoing.unwanted) return endUnwanted(context, outgoing, response, source);
  outgoing.acceptedBy = response.toTag;
  outgoing.acceptance = { response, source };
  outgoing.cancelDeadline?.cancel();
  if (dialog) confirm(dialog, outgoing, response, source);
  tell(outgoing, response, source);
}

/** The CANCEL came too late, and nobody is there to take the call. */
function endUnwanted(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  outgoing.cancelDeadline?.cancel();
  if (outgoing.dialog) context.tables.dialogs.remove(outgoing.dialog);
  endFork(context, outgoing, response, source, { cause: 503, text: "Application lost" });
}

function confirm(dialog: Dialog, outgoing: Outgoing, response: SipResponse, source: Source): void {
  learnFromResponse(dialog, response, source);
  dialog.state = "confirmed";
  dialog.ownInvite = undefined;
  dialog.unacknowledged = outgoing;
}

function final(context: Context, outgoing: Outgoing, response: SipResponse, source: Source): void {
  const { dialog, written } = outgoing;
  if (response.status >= 300) return settleFailure(context, outgoing, response.status);
  if (dialog && endsOnAnswer(outgoing)) return context.tables.dialogs.remove(dialog);
  if (!dialog || !/^(SUBSCRIBE|UPDATE|NOTIFY)$/.test(written.draft.method)) return;
  if (dialog.state !== "confirmed" || response.toTag === dialog.remoteTag)
    learnFromResponse(dialog, response, source);
  if (written.draft.method !== "SUBSCRIBE" || dialog.usage !== "SUBSCRIBE") return;
  dialog.state = "confirmed";
  const asked = written.draft.rest.find(([name]) => name === "Expires")?.[1];
  watchSubscription(
    context,
    dialog,
    Number.parseInt(header(response, "expires") ?? asked ?? "3600", 10) || 0,
  );
}

/** A refusal ends the dialog that never came to be, and the one that was being ended anyway. */
function settleFailure(context: Context, outgoing: Outgoing, status: number): void {
  const { dialog } = outgoing;
  if (!dialog) return;
  if (dialog.ownInvite === outgoing) dialog.ownInvite = undefined;
  const challenged = status === 401 || status === 407;
  const creating = dialog.state !== "confirmed" && outgoing.written.draft.method === dialog.usage;
  if (creating || (endsOnAnswer(outgoing) && !challenged)) context.tables.dialogs.remove(dialog);
}

/** A BYE ends a call whatever the answer; so does the last NOTIFY of a subscription. */
function endsOnAnswer({ written, dialog }: Outgoing): boolean {
  const { method, rest } = written.draft;
  if (method === "BYE") return true;
  const ends = rest.some(([name, value]) => name === "Subscription-State" && /^\s*terminated\b/i.test(value));
  return dialog?.usage === "SUBSCRIBE" && method === "NOTIFY" && ends;
}

/** Passes an answer on to whom the request belongs. */
export function tell(outgoing: Outgoing, response: SipResponse, source: Source): void {
  noteAnswered(outgoing, response);
  outgoing.owner?.deliver({
    from: "network",
    size: response.size,
    protocol: source.protocol,
    address: source.address,
    port: source.port,
    transactionId: outgoing.id,
    dialogId: outgoing.dialog?.id ?? "",
    sip: asReceived(response),
  });
}
