import type { Target } from "../transport/resolve.ts";
import type { Outcome } from "./app.ts";
import type { Context } from "./context.ts";
import { localResponse, type WrittenRequest } from "./draft.ts";
import { localEnd } from "./self.ts";
import type { Dialog } from "./state.ts";

/** The answer must be an event of its own for the application (see the control protocol). */
const DELAY_MS = 20;

/**
 * Answers an application's request without sending it: it is reported as sent, and the answer follows with
 * address and port left empty.
 */
export function answerLocally(
  context: Context,
  dialog: Dialog,
  { written, target }: { readonly written: WrittenRequest; readonly target: Target },
  { status, reason }: { readonly status: number; readonly reason: string },
): Outcome {
  const transactionId = context.ids.uuid();
  const sip = localResponse(written, status, reason);
  // A successor knows nothing of a request that never went out.
  const { owner } = dialog;
  context.clock.after(DELAY_MS, () => {
    owner.deliver({
      from: "network",
      size: sip.length,
      protocol: target.protocol,
      address: "",
      port: 0,
      transactionId,
      dialogId: dialog.id,
      sip,
    });
  });
  return {
    ok: true,
    type: "request",
    protocol: target.protocol,
    ...localEnd(context.self, target),
    transactionId,
    dialogId: dialog.id,
    sip: written.bytes,
  };
}
