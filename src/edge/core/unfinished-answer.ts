import { recordSilence } from "./call-records.ts";
import type { Context } from "./context.ts";
import type { Incoming } from "./state.ts";
import { giveUp, type Rejection } from "./unacknowledged-answer.ts";

/** So long an INVITE may ring, in milliseconds: far longer than callers wait. */
const RINGING_MS = 3_600_000;
const TOO_LATE: Rejection = { cause: 408, reason: "Request Timeout", text: "no final answer" };

/**
 * An application that has answered provisionally may take its time; each further provisional answer gives it as
 * much again. What it forgets is given up in the end, or it would stay for ever: an INVITE with 408, any other
 * request without a word (RFC 4320 4.2).
 */
export function awaitFinal(context: Context, incoming: Incoming, status: number): void {
  if (status <= 100) return;
  incoming.patience?.cancel();
  if (status >= 200) return;
  const invite = incoming.request.method === "INVITE";
  incoming.patience = context.clock.after(invite ? RINGING_MS : 64 * context.timers.t1, () => {
    recordSilence(context, incoming);
    if (invite && incoming.dialog) giveUp(context, incoming.dialog, incoming, TOO_LATE);
    else incoming.transaction.abandon();
  });
}
