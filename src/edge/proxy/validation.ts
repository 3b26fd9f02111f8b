import type { ReplyContent } from "../core/reply-text.ts";
import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipRequest } from "../sip/message.ts";

/** Why a proxy may not pass a request on (RFC 3261 16.3); undefined where it may. */
export function reasonNotToForward(request: SipRequest): ReplyContent | undefined {
  if (Number(header(request, "max-forwards") ?? "70") === 0) return { status: 483, reason: "Too Many Hops" };
  const required = headerLines(request, "proxy-require").flatMap(splitValues);
  if (required.length === 0) return undefined;
  return { status: 420, reason: "Bad Extension", headers: [["Unsupported", required.join(", ")]] };
}
