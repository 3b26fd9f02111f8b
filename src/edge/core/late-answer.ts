import type { SipResponse } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import { cancelAttempt } from "./cancel-request.ts";
import type { Context } from "./context.ts";
import { endFork } from "./server-bye.ts";
import type { Attempt, Outgoing } from "./state.ts";

/**
 * A hop that was given up for another one answers after all, and the other one has the request. A phone
 * that rings there is told to stop, a call that was taken is ended; a failure is acknowledged already.
 */
export function receiveLateAnswer(
  context: Context,
  { outgoing, attempt }: { readonly outgoing: Outgoing; readonly attempt: Attempt },
  response: SipResponse,
  source: Source,
): void {
  if (response.method !== "INVITE" || response.status >= 300) return;
  if (response.status < 200) cancelAttempt(context, attempt);
  else endFork(context, outgoing, response, source);
}
