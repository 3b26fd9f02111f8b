import type { SipResponse } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import { recordServerBye } from "./call-records.ts";
import type { Context } from "./context.ts";
import { answeringSide } from "./dialog.ts";
import type { Reason } from "./dialog-progress.ts";
import { type Draft, facing, type WrittenRequest, writeRequest } from "./draft.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { targetInDialog, targetOfHop } from "./next-hop.ts";
import { launch } from "./outgoing.ts";
import { CREDENTIALS } from "./own-ack.ts";
import { localEnd } from "./self.ts";
import type { Dialog, Outgoing } from "./state.ts";
import { endFirstUsage } from "./usages.ts";

const EMPTY = Buffer.alloc(0);

/** Ends a dialog on the server's own account: BYE to the other side, and its copy to the application. */
export function endByServer(context: Context, dialog: Dialog, reason: Reason): void {
  if (!context.tables.dialogs.holds(dialog) || dialog.firstUsageOver) return;
  dialog.localSeq += 1;
  const bye = sendBye(context, dialog, dialog.localSeq, reason);
  endFirstUsage(context, dialog);
  if (!bye) return;
  recordServerBye(context, dialog, reason, bye.bytes);
  report(context, dialog, bye);
}

/** The other side knows already that the call is over: only the application still has to be told. */
export function reportEnd(context: Context, dialog: Dialog, reason: Reason): void {
  const { target, draft } = draftBye(context, dialog, dialog.localSeq + 1, reason);
  const way = typeof target === "string" ? { protocol: "udp" as const, host: "" } : target;
  report(context, dialog, writeRequest(draft, facing(context, way), way.protocol));
}

function report(context: Context, dialog: Dialog, bye: WrittenRequest): void {
  dialog.owner.deliver({
    from: "application",
    size: bye.bytes.length,
    protocol: dialog.flow?.protocol ?? "udp",
    ...localEnd(context.self, dialog.flow ? targetOfHop(dialog.flow) : { protocol: "udp", host: "" }),
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
    route: outgoing.dialog?.route,
    answeredBy: source,
    ...answeringSide({ remoteAddress: draft.to, remoteTarget: draft.uri }, response, source),
  };
  const target = targetInDialog(context, fork, fork.remoteTarget);
  if (typeof target === "string") return;
  const ack = inDialogDraft(fork, {
    method: "ACK",
    uri: fork.remoteTarget,
    cseq: draft.cseq,
    rest: draft.rest.filter(([name]) => CREDENTIALS.has(name)),
    body: EMPTY,
  });
  const { bytes } = writeRequest(ack, facing(context, target), target.protocol);
  context.resolve(target, ([hop]) => hop && context.transports.send(hop, bytes, () => undefined));
  if (outgoing.endedForks.has(response.toTag)) return;
  outgoing.endedForks.add(response.toTag);
  sendBye(context, fork, draft.cseq + 1, reason);
}

type Ended = Parameters<typeof targetInDialog>[1] &
  Parameters<typeof inDialogDraft>[0] &
  Pick<Dialog, "remoteTarget">;

function sendBye(context: Context, dialog: Ended, cseq: number, reason: Reason): WrittenRequest | undefined {
  const { target, draft } = draftBye(context, dialog, cseq, reason);
  if (typeof target === "string") return undefined;
  const written = writeRequest(draft, facing(context, target), target.protocol);
  launch(context, { written, target });
  return written;
}

function draftBye(
  context: Context,
  dialog: Ended,
  cseq: number,
  { cause, text }: Reason,
): { readonly target: ReturnType<typeof targetInDialog>; readonly draft: Draft } {
  const draft = inDialogDraft(dialog, {
    method: "BYE",
    uri: dialog.remoteTarget,
    cseq,
    rest: [["Reason", `SIP;cause=${cause};text="${text}"`]],
    body: EMPTY,
  });
  return { target: targetInDialog(context, dialog, dialog.remoteTarget), draft };
}
