import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { Dialog, Outgoing } from "./state.ts";

/** What may carry an offer or an answer (RFC 3264; RFC 3261 13, 14; RFC 3262 5; RFC 3311 5). */
const NEGOTIATES = new Set(["INVITE", "UPDATE", "PRACK"]);

/** Keeps the session descriptions a dialog has come to; bodies that are none change nothing. */
export function noteSdp(dialog: Dialog, seen: { readonly local?: Buffer; readonly remote?: Buffer }): void {
  if (isSdp(seen.local)) dialog.localSdp = seen.local.toString("latin1");
  if (isSdp(seen.remote)) dialog.remoteSdp = seen.remote.toString("latin1");
}

/** Our answer to their request. A provisional one without a body settles nothing. */
export function noteAnswer(
  dialog: Dialog,
  request: SipRequest,
  answer: { readonly status: number; readonly body: Buffer },
): void {
  if (!NEGOTIATES.has(request.method) || (answer.status < 200 && answer.body.length === 0)) return;
  noteSdp(dialog, { local: answer.body, remote: request.body });
}

/** Their answer to our request. */
export function noteAnswered({ dialog, written }: Outgoing, response: SipResponse): void {
  const { method, body } = written.draft;
  if (!dialog || !NEGOTIATES.has(method) || response.status >= 300) return;
  if (response.status < 200 && response.body.length === 0) return;
  noteSdp(dialog, { local: body, remote: response.body });
}

function isSdp(body: Buffer | undefined): body is Buffer {
  return body?.toString("latin1", 0, 3) === "v=0";
}
