import type { Guard } from "../guard/guard.ts";
import type { SipRequest, SipResponse } from "../sip/message.ts";
import { clientKey, serverKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { refuseStateless } from "./incoming.ts";

/** Who is turned away is to try again after this many seconds at least, and twice as many at most. */
const LEAST_SECONDS = 5;

/**
 * Whether a request is not let in: it belongs to nothing that is there, and there is no room for more. It is
 * answered 503 (RFC 3261 21.5.4), or not at all where too many are. What belongs to a transaction or a
 * dialog is always let in.
 */
export function turnedAway(context: Context, request: SipRequest, source: Source): boolean {
  const { guard, tables } = context;
  if (!guard || belongs(context, guard, request, source) || request.method === "ACK") return false;
  if (guard.admits(source, { transactions: tables.server.size, dialogs: tables.dialogs.size })) return false;
  if (guard.tellsSo()) {
    const seconds = LEAST_SECONDS + (context.ids.firstCSeq() % (LEAST_SECONDS + 1));
    refuseStateless(context, request, source, {
      status: 503,
      reason: "Service Unavailable",
      headers: [["Retry-After", String(seconds)]],
    });
  }
  return true;
}

/** A response with the branch of a request of ours comes from who received that request. */
export function noteProof(context: Context, guard: Guard, response: SipResponse, source: Source): void {
  const branch = response.via.parameters.get("branch") ?? "";
  if (context.tables.client.has(clientKey(branch, response.method))) guard.proved(source);
}

function belongs({ tables }: Context, guard: Guard, request: SipRequest, source: Source): boolean {
  if (tables.server.has(serverKey(request, request.method))) return true;
  if (request.method === "CANCEL") return tables.server.has(serverKey(request, "INVITE"));
  if (request.toTag === "" || !tables.dialogs.ours(request.callId, request.toTag)) return false;
  guard.proved(source);
  return true;
}
