import type { Context } from "../core/context.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import { header } from "../sip/message.ts";

type Bound = ReturnType<Context["tables"]["bindings"]["all"]>[number];

/** All that is needed to go on with a dialog. `endWaits`: the message that ended what it began with waits to be told. */
export function dialogFacts(context: Context, dialog: Dialog, endWaits: () => boolean): object {
  const { usage, role, callId, localTag, remoteTag, localAddress, remoteAddress } = dialog;
  return {
    kind: "dialog",
    id: dialog.id,
    usage,
    role,
    // Who was told that its 200 went out has a call, though the 200 still waits for a PRACK.
    state: dialog.peerInvite?.held ? "confirmed" : dialog.state,
    ended: !context.tables.dialogs.holds(dialog) || (dialog.firstUsageOver && endWaits()),
    usageOver: dialog.firstUsageOver,
    subscriptions: dialog.subscriptions.map((subscription) => subscription.event),
    callId,
    localTag,
    remoteTag,
    localAddress,
    remoteAddress,
    localContact: dialog.localContact,
    remoteTarget: dialog.remoteTarget,
    routeSet: dialog.routeSet,
    localSeq: dialog.localSeq,
    localSdp: textOf(dialog.lastSdp),
    remoteSdp: textOf(dialog.peerSdp),
    event: dialog.event,
    note: dialog.note,
    awaitingAck: dialog.pendingAck !== undefined,
    unacknowledged: dialog.unacknowledged?.id ?? "",
  };
}

/** A request of theirs; its text is told as an event. */
export function incomingFacts({ id, request, dialog, answered, done, held }: Incoming): object {
  return {
    kind: "transaction",
    id,
    role: "uas",
    method: request.method,
    dialog: dialog?.id ?? "",
    state: done || held ? "ended" : answered ? "proceeding" : "trying",
    callId: request.callId,
    cseq: request.cseq,
    from: header(request, "from") ?? "",
    to: header(request, "to") ?? "",
    uri: request.uri,
  };
}

/** A request of ours, with its text, so that its answers can be understood. */
export function outgoingFacts({ id, written, dialog, transaction }: Outgoing): object {
  const { draft, bytes } = written;
  return {
    kind: "transaction",
    id,
    role: "uac",
    method: draft.method,
    dialog: dialog?.id ?? "",
    state: transaction.state,
    callId: draft.callId,
    cseq: draft.cseq,
    from: draft.from,
    to: draft.to,
    uri: draft.uri,
    sip: bytes.toString("latin1"),
  };
}

function textOf(body: Buffer | undefined): string {
  return body?.toString("latin1") ?? "";
}

/** A contact and the connection it is reached over. */
export function registrationFacts({ contact, connection, seconds }: Bound): object {
  const { protocol, address, port } = connection;
  return { kind: "registration", id: contact, protocol, address, port, expiresInSeconds: seconds };
}
