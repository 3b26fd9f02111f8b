import type { ReplyContent } from "../core/reply-text.ts";
import { header, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";

/** How a request inside a dialog is answered while its application is away, and whether a successor hears of it. */
export interface WhileAway {
  readonly content: ReplyContent;
  readonly told: boolean;
}

const OK: ReplyContent = { status: 200, reason: "OK" };
/** RFC 3428 7: taken, to be delivered later. */
const ACCEPTED: ReplyContent = { status: 202, reason: "Accepted" };
/** RFC 3261 11.2. */
const ABILITIES: readonly HeaderPair[] = [
  ["Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, NOTIFY, PRACK, UPDATE"],
  ["Accept", "application/sdp"],
];

/**
 * What a user agent that lives, but cannot decide anything just now, would answer:
 *
 *   BYE                    200, told       RFC 3261 15.1.2: nothing can be objected
 *   PRACK                  200, told       RFC 3262 3: it matched a response that was sent
 *   OPTIONS                200             RFC 3261 11.2
 *   INFO, NOTIFY           200, told       received is all that a 200 says (RFC 6086 4.2.2, RFC 6665 4.1.3)
 *   MESSAGE                202, told       RFC 3428 7
 *   INVITE, UPDATE, others 500 with Retry-After (RFC 3261 14.2, RFC 3311 5.2): whoever comes may take it
 *
 * Without room to remember more, what only informs is put off like the rest; what ends something never is.
 */
export function answerWhileAway(
  request: SipRequest,
  { room, retryAfterSeconds }: { readonly room: boolean; readonly retryAfterSeconds: number },
): WhileAway {
  const later: ReplyContent = {
    status: 500,
    reason: "Server Internal Error",
    headers: [["Retry-After", String(retryAfterSeconds)]],
  };
  switch (request.method) {
    case "BYE":
    case "PRACK":
      return { content: OK, told: true };
    case "OPTIONS":
      return { content: { ...OK, headers: ABILITIES }, told: false };
    case "INFO":
      return room ? { content: OK, told: true } : { content: later, told: false };
    case "NOTIFY":
      return room || endsSubscription(request)
        ? { content: OK, told: true }
        : { content: later, told: false };
    case "MESSAGE":
      return room ? { content: ACCEPTED, told: true } : { content: later, told: false };
    default:
      return { content: later, told: false };
  }
}

function endsSubscription(request: SipRequest): boolean {
  return /^\s*terminated\b/i.test(header(request, "subscription-state") ?? "");
}
