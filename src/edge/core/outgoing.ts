import type { SipResponse } from "../sip/message.ts";
import { clientKey } from "../transaction/key.ts";
import type { Target } from "../transport/resolve.ts";
import type { Source } from "../transport/transport.ts";
import type { App, Outcome } from "./app.ts";
import { openAttempt } from "./attempt.ts";
import type { Context } from "./context.ts";
import type { WrittenRequest } from "./draft.ts";
import { localEnd } from "./self.ts";
import type { Dialog, Outgoing } from "./state.ts";
import { begin, hostOf, placeOf } from "./tries.ts";

/** Sends a request; its answers go to `owner`. Where its target has several hops, the next one follows a dead one. */
export function launch(
  context: Context,
  request: {
    readonly written: WrittenRequest;
    readonly target: Target;
    readonly owner?: App | undefined;
    readonly dialog?: Dialog | undefined;
    readonly concluded?: Outgoing["concluded"];
  },
): Outgoing {
  const { written, target, owner, dialog, concluded } = request;
  const outgoing: Outgoing = {
    id: context.ids.uuid(),
    owner,
    target,
    attempt: openAttempt(
      context,
      written,
      target.protocol,
      hostOf(context, () => outgoing),
    ),
    get written() {
      return this.attempt.written;
    },
    get transaction() {
      return this.attempt.transaction;
    },
    get hop() {
      return this.attempt.hop;
    },
    further: [],
    dialog,
    concluded,
    cancel: undefined,
    cancelDeadline: undefined,
    acceptedBy: undefined,
    endedForks: new Set(),
    ack: undefined,
    acceptance: undefined,
  };
  context.tables.outgoing.set(outgoing.id, outgoing);
  if (dialog && written.draft.method === "INVITE") dialog.ownInvite = outgoing;
  find(context, outgoing);
  return outgoing;
}

/**
 * Looks for the hops. Credentials go to the hop that asked for them, also where the application has the route from
 * the address it was told, and so without the transport.
 */
function find(context: Context, outgoing: Outgoing): void {
  const { target, written } = outgoing;
  const challenger = context.failover.challengers.get(written.draft.callId);
  if (challenger && target.host === challenger.address && target.port === challenger.port) {
    return begin(context, outgoing, [challenger]);
  }
  const prefer = target.prefer ?? challenger;
  context.resolve({ ...target, prefer }, (hops) => begin(context, outgoing, hops));
}

/** What an application is told of a request that was sent. */
export function sent(context: Context, outgoing: Outgoing, dialogId: string): Outcome {
  return {
    ok: true,
    type: "request",
    protocol: outgoing.attempt.protocol,
    ...localEnd(context.self, { protocol: outgoing.attempt.protocol, host: placeOf(outgoing) }),
    transactionId: outgoing.id,
    dialogId,
    sip: outgoing.written.bytes,
  };
}

/** An answer from the network, matched to its transaction (RFC 3261 17.1.3). What it does not await may be the proxy's. */
export function matchResponse(context: Context, response: SipResponse, source: Source): void {
  const branch = response.via.parameters.get("branch") ?? "";
  const own = context.tables.client.get(clientKey(branch, response.method));
  if (own) own.transaction.receive(response, source);
  else context.proxy.response(response, source);
}
