import type { SipResponse } from "../sip/message.ts";
import { ClientTransaction } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import type { Protocol, Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import type { WrittenRequest } from "./draft.ts";
import { acknowledgeFailure } from "./failure-ack.ts";
import type { Attempt } from "./state.ts";

/** A locally made failure must be an event of its own for the application (see the control protocol). */
export const LOCAL_FAILURE_DELAY_MS = 20;

/** What an attempt reports to. */
export interface AttemptHost {
  answered(attempt: Attempt, response: SipResponse, source: Source): void;
  failed(attempt: Attempt, why: "timeout" | "transport"): void;
  /** The last thing that happens. */
  ended(attempt: Attempt): void;
}

/** Opens the client transaction of a request for one hop. It sends once it is given a hop and started. */
export function openAttempt(
  context: Context,
  written: WrittenRequest,
  protocol: Protocol,
  host: AttemptHost,
): Attempt {
  const { method } = written.draft;
  const key = clientKey(written.branch, method);
  const kind = { invite: method === "INVITE", reliable: context.transports.reliable(protocol) };
  const transaction = new ClientTransaction(context, kind, {
    send: () => transmit(context, attempt),
    ack: (response) => acknowledgeFailure(context, attempt, response),
    deliver: (response, source) => {
      attempt.heard = true;
      attempt.patience?.cancel();
      host.answered(attempt, response, source);
    },
    failed: (why) => host.failed(attempt, why),
    ended: () => {
      attempt.patience?.cancel();
      context.tables.client.delete(key);
      host.ended(attempt);
    },
  });
  const attempt: Attempt = {
    written,
    protocol,
    transaction,
    hop: undefined,
    heard: false,
    givenUp: false,
    cancelled: false,
    patience: undefined,
  };
  context.tables.client.set(key, attempt);
  return attempt;
}

function transmit(context: Context, attempt: Attempt): void {
  if (!attempt.hop || attempt.givenUp) return;
  context.transports.send(attempt.hop, attempt.written.bytes, () => {
    context.clock.after(LOCAL_FAILURE_DELAY_MS, () => attempt.transaction.transportFailed());
  });
}
