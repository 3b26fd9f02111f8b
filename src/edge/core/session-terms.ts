import { header, type SipRequest, type SipResponse } from "../sip/message.ts";
import { hasOption, listsOption } from "../sip/option-tags.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import {
  parseSessionExpires,
  type Refresher,
  sessionExpiresOf,
  writeSessionExpires,
} from "../sip/session-expires.ts";
import type { RunningSession } from "./dialog-progress.ts";
import type { ReplyContent } from "./reply-text.ts";

/**
 * When a caller's wish for a session timer is met without a word from the application: where it names a
 * refresher, always, or never (then nothing of RFC 4028 is done here).
 */
export type SessionPolicy = "with-refresher" | "any" | "off";

/** What two sides agreed on: the request's sender refreshes (`uac`), or who answered it (`uas`). */
export interface SessionTerms {
  readonly seconds: number;
  readonly refresher: Refresher;
}

/** RFC 4028 5: no session may be shorter. */
export const SHORTEST_SECONDS = 90;

/** How a request whose session would be too short is refused (RFC 4028 9). */
export const TOO_SMALL: ReplyContent = {
  status: 422,
  reason: "Session Interval Too Small",
  headers: [["Min-SE", String(SHORTEST_SECONDS)]],
};

const SESSION_EXPIRES = "Session-Expires";

/** Whether a request that sets or refreshes a session asks for too short a one. */
export function asksTooLittle(request: SipRequest): boolean {
  if (request.method !== "INVITE" && request.method !== "UPDATE") return false;
  const asked = sessionExpiresOf(request);
  return asked !== undefined && asked.seconds < SHORTEST_SECONDS;
}

/** Who refused may only be told 422 where it understands session timers. */
export function supportsTimers(request: SipRequest): boolean {
  return hasOption(request, "supported", "timer") || hasOption(request, "require", "timer");
}

/** The terms a 2xx of ours sets; undefined where it sets none. `given` is what the application wrote. */
export function termsOfAnswer(
  request: SipRequest,
  given: readonly HeaderPair[],
  { policy, running }: { readonly policy: SessionPolicy; readonly running: RunningSession | undefined },
): SessionTerms | undefined {
  if (policy === "off" || (request.method !== "INVITE" && request.method !== "UPDATE")) return undefined;
  const own = parseSessionExpires(given.find(([name]) => name === SESSION_EXPIRES)?.[1]);
  const asked = sessionExpiresOf(request);
  const usual: Refresher = supportsTimers(request) ? "uac" : "uas";
  if (own) return { seconds: own.seconds, refresher: own.refresher ?? asked?.refresher ?? usual };
  const current: Refresher | undefined = running && (running.weRefresh ? "uas" : "uac");
  const refresher = asked?.refresher ?? current ?? (policy === "any" ? usual : undefined);
  if (asked && refresher) return { seconds: Math.max(SHORTEST_SECONDS, asked.seconds), refresher };
  // Who asks for nothing leaves the refreshing to us, if it was ours before.
  return !asked && running?.weRefresh ? { seconds: running.seconds, refresher: "uas" } : undefined;
}

/** The headers of such a 2xx: Session-Expires, and `Require: timer` where the caller must do its part (RFC 4028 9). */
export function withTerms(
  headers: readonly HeaderPair[],
  terms: SessionTerms | undefined,
  request: SipRequest,
): readonly HeaderPair[] {
  if (!terms) return headers;
  const others = headers.filter(([name]) => name !== SESSION_EXPIRES);
  const said: HeaderPair = [SESSION_EXPIRES, writeSessionExpires(terms.seconds, terms.refresher)];
  const needs = terms.refresher === "uac" && supportsTimers(request);
  const has = others.some(([name, value]) => name === "Require" && listsOption(value, "timer"));
  return needs && !has ? [...others, ["Require", "timer"], said] : [...others, said];
}

/** The terms a 2xx of theirs sets. Without any, a session that we refreshed goes on being refreshed. */
export function termsOfResponse(
  response: SipResponse,
  { policy, running }: { readonly policy: SessionPolicy; readonly running: RunningSession | undefined },
): SessionTerms | undefined {
  if (policy === "off") return undefined;
  const said = sessionExpiresOf(response);
  if (said) return { seconds: said.seconds, refresher: said.refresher ?? "uac" };
  return running?.weRefresh ? { seconds: running.seconds, refresher: "uac" } : undefined;
}

/** What a re-INVITE or UPDATE of the application adds, so that it keeps a running session (RFC 4028 7.4). */
export function keepingSession(
  headers: readonly HeaderPair[],
  method: string,
  running: RunningSession | undefined,
): readonly HeaderPair[] {
  if (!running || (method !== "INVITE" && method !== "UPDATE")) return headers;
  if (headers.some(([name]) => name === SESSION_EXPIRES)) return headers;
  const kept: HeaderPair[] = [
    [SESSION_EXPIRES, writeSessionExpires(running.seconds, running.weRefresh ? "uac" : "uas")],
  ];
  if (!headers.some(([name]) => name === "Supported")) kept.push(["Supported", "timer"]);
  return [...headers, ...kept];
}

/** How long a challenger must be waited for, in milliseconds; undefined where `Retry-After` says nothing. */
export function retryAfterMs(response: SipResponse): number | undefined {
  const seconds = /^\d{1,6}/.exec(header(response, "retry-after") ?? "")?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
