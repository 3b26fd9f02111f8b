import { header, headerLines, type SipRequest } from "../sip/message.ts";
import { type HeaderPair, serialize } from "../sip/serialize.ts";
import type { SentCopy } from "./state.ts";

const EMPTY = Buffer.alloc(0);

/**
 * A CANCEL, or the ACK of a failure, for a forwarded INVITE: from its own parts, with the same branch and
 * routes, and no further than the next hop (RFC 3261 9.1, 17.1.1.3).
 */
export function hopByHop(
  request: SipRequest,
  { via, route }: Pick<SentCopy, "via" | "route">,
  follow: { readonly method: "ACK" | "CANCEL"; readonly to: string; readonly reasons: readonly string[] },
): Buffer {
  const headers: HeaderPair[] = [
    ["Via", via],
    ...route.routes.map((value): HeaderPair => ["Route", value]),
    ["From", header(request, "from") ?? ""],
    ["To", follow.to],
    ["Call-ID", request.callId],
    ["CSeq", `${request.cseq} ${follow.method}`],
    ["Max-Forwards", "70"],
    ...follow.reasons.map((reason): HeaderPair => ["Reason", reason]),
  ];
  return serialize(`${follow.method} ${route.requestUri} SIP/2.0`, headers, EMPTY);
}

/** Why a call was cancelled upstream, as it is told further on (RFC 3326). */
export function reasonsIn(cancel: SipRequest): readonly string[] {
  return headerLines(cancel, "reason");
}
