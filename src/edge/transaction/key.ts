import type { SipRequest } from "../sip/message.ts";
import { hasModernBranch } from "../sip/via.ts";

/**
 * What identifies the server transaction a request belongs to (RFC 3261 17.2.3): branch, sent-by and
 * method; for older callers the headers that RFC 2543 matched by. `method` is INVITE for an ACK, and for a
 * CANCEL that looks for what it cancels. The To tag is left out of the old form, since an ACK has one where
 * its INVITE had none.
 */
export function serverKey(request: SipRequest, method: string): string {
  const { via } = request;
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? ""}`;
  if (hasModernBranch(via)) return `${via.parameters.get("branch")}|${sentBy}|${method}`;
  return `2543|${request.callId}|${request.cseq}|${request.fromTag}|${request.uri}|${sentBy}|${method}`;
}

/** What identifies a client transaction (RFC 3261 17.1.3): our branch and the CSeq method. */
export function clientKey(branch: string, method: string): string {
  return `${branch}|${method}`;
}
