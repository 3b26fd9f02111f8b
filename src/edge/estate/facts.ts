import type { Context } from "../core/context.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import { header } from "../sip/message.ts";

type Bound = ReturnType<Context["tables"]["bindings"]["all"]>[number];

/** All that is needed to go on with a dialog. */
export function dialogFacts(context: Context, dialog: Dialog): object {
  const { usage, role, callId, localTag, remoteTag, localAddress, remoteAddress } = dialog;
  return {
    kind: "dialog",
    id: dialog.id,
    usage,
    role,
    state: dialog.state,
    ended: !context.tables.dialogs.holds(dialog),
    callId,
    localTag,
    remoteTag,
    localAddress,
    remoteAddress,
    localContact: dialog.localContact,
    remoteTarget: dialog.remoteTarget,
    routeSet: dialog.routeSet,
    localSeq: dialog.localSeq,
    localSdp: dialog.localSdp,
    remoteSdp: dialog.remoteSdp,
    event: dialog.event,
    note: dialog.note,
    awaitingAck: dialog.pendingAck !== undefined,
    unacknowledged: dialog.unacknowledged?.id ?? "",
  };
}

/** A request of theirs; its text is told as an event. */
export function incomingFacts({ id, request, dialog, answered, done }: Incoming): object {
  return {
    kind: "transaction",
    id,
    role: "uas",
    method: request.method,
    dialog: dialog?.id ?? "",
    state: done ? "ended" : answered ? "proceeding" : "trying",
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

/** A contact and the connection it is reached over. */
export function registrationFacts({ contact, connection, seconds }: Bound): object {
  const { protocol, address, port } = connection;
  return { kind: "registration", id: contact, protocol, address, port, expiresInSeconds: seconds };
}
