import type { Context } from "../core/context.ts";
import { facing, writeRequest } from "../core/draft.ts";
import { inDialogDraft } from "../core/in-dialog-draft.ts";
import { targetInDialog } from "../core/next-hop.ts";
import { launch } from "../core/outgoing.ts";
import type { Dialog } from "../core/state.ts";
import type { HeaderPair } from "../sip/serialize.ts";

/**
 * Ends a subscription nobody attends to any more. Who subscribed with us is told to do so anew (RFC 6665
 * 4.1.3, `deactivated`); where we subscribed, we unsubscribe (RFC 6665 4.1.2.3).
 */
export function endSubscription(context: Context, dialog: Dialog): void {
  const { remoteTarget, role, event, localContact } = dialog;
  const target = targetInDialog(context, dialog, remoteTarget);
  context.tables.dialogs.remove(dialog);
  if (typeof target === "string" || dialog.state !== "confirmed") return;
  const [method, ending]: readonly [string, HeaderPair] =
    role === "uas"
      ? ["NOTIFY", ["Subscription-State", "terminated;reason=deactivated"]]
      : ["SUBSCRIBE", ["Expires", "0"]];
  const rest: HeaderPair[] = [["Contact", localContact], ["Event", event], ending];
  const draft = inDialogDraft(dialog, {
    method,
    uri: remoteTarget,
    cseq: dialog.localSeq + 1,
    rest: rest.filter(([, value]) => value !== ""),
    body: Buffer.alloc(0),
  });
  launch(context, { written: writeRequest(draft, facing(context, target), target.protocol), target });
}
