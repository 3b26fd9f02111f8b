import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipResponse } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { contactUri } from "./dialog.ts";
import { type WrittenRequest, writeRequest } from "./draft.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { targetInDialog, targetOfHop } from "./next-hop.ts";
import { launch } from "./outgoing.ts";
import type { Dialog, Outgoing } from "./state.ts";

const EMPTY = Buffer.alloc(0);

/** Why the server ends a call: a SIP status and words for it (RFC 3326). */
interface Reason {
  readonly cause: number;
  readonly text: string;
}

/** Ends a dialog on the server's own account: BYE to the other side, and its copy to the application. */
export function endByServer(context: Context, dialog: Dialog, reason: Reason): void {
  if (!context.tables.dialogs.holds(dialog)) return;
  const bye = sendBye(context, dialog, dialog.localSeq + 1, reason);
  context.tables.dialogs.remove(dialog);
  if (!bye) return;
  dialog.owner.deliver({
    from: "application",
    size: bye.bytes.length,
    protocol: dialog.flow?.protocol ?? "udp",
    address: context.self.localHost,
    port: context.self.port,
    transactionId: "unsolicited",
    dialogId: dialog.id,
    sip: bye.bytes,
  });
}

/** A second fork answered our INVITE too: it is acknowledged and ended, the application keeps the first. */
export function endFork(
  context: Context,
  outgoing: Outgoing,
  response: SipResponse,
  source: Source,
  reason: Reason = { cause: 200, text: "Call completed elsewhere" },
): void {
  const { draft } = outgoing.written;
  const fork = {
    callId: draft.callId,
    localTag: draft.fromTag,
    localAddress: draft.from,
    remoteAddress: header(response, "to") ?? draft.to,
    remoteTarget: contactUri(response) ?? draft.uri,
    routeSet: headerLines(response, "record-route").flatMap(splitValues).toReversed(),
    route: outgoing.dialog?.route,
    flow: undefined,
  };
  const target = source.connection ? targetOfHop(source) : targetInDialog(context, fork, fork.remoteTarget);
  if (typeof target === "string") return;
  const ack = inDialogDraft(fork, {
    method: "ACK",
    uri: fork.remoteTarget,
    cseq: draft.cseq,
    rest: [],
    body: EMPTY,
  });
  const { bytes } = writeRequest(ack, context, target.protocol);
  context.resolve(target, (hop) => hop && context.transports.send(hop, bytes, () => undefined));
  if (outgoing.endedForks.has(response.toTag)) return;
  outgoing.endedForks.add(response.toTag);
  sendBye(context, fork, draft.cseq + 1, reason);
}

type Ended = Parameters<typeof targetInDialog>[1] &
  Parameters<typeof inDialogDraft>[0] &
  Pick<Dialog, "remoteTarget">;

function sendBye(context: Context, dialog: Ended, cseq: number, reason: Reason): WrittenRequest | undefined {
  const target = targetInDialog(context, dialog, dialog.remoteTarget);
  if (typeof target === "string") return undefined;
  const draft = inDialogDraft(dialog, {
    method: "BYE",
    uri: dialog.remoteTarget,
    cseq,
    rest: [["Reason", `SIP;cause=${reason.cause};text="${reason.text}"`]],
    body: EMPTY,
  });
  const written = writeRequest(draft, context, target.protocol);
  launch(context, { written, target });
  return written;
}
