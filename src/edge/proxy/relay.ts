import type { Context } from "../core/context.ts";
import { relay } from "../core/incoming.ts";
import { bindContacts } from "../core/registration.ts";
import { wireName } from "../sip/header-names.ts";
import { header, type SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { isChallenge } from "./best-response.ts";
import { responseCopy } from "./copy.ts";
import { callersRecordRoute } from "./record-route.ts";
import type { Answer, ResponseContext, SentCopy } from "./state.ts";

type Received = Extract<Answer, { kind: "received" }>;

const CHALLENGES = new Set(["www-authenticate", "proxy-authenticate"]);

/**
 * Passes a response on to the caller (RFC 3261 16.7 items 3, 7, 8 and 9). `others` are the final responses of
 * further branches, whose challenges are added to a challenge. Returns the bytes; undefined where nobody is
 * left to send them to.
 */
export function relayResponse(
  context: Context,
  { branch, sent, response, source }: Received,
  others: readonly Answer[] = [],
): Buffer | undefined {
  const { incoming } = branch.context;
  const mine = sent.recordRoute;
  const answer = { response, source, side: sent.hop };
  const bytes = responseCopy(response, {
    recordRoute: mine === undefined ? undefined : callersRecordRoute(context, incoming.request, mine, answer),
    rseq: rseqFor(context, branch.context, sent, response),
    more: isChallenge(response.status) ? others.flatMap((other) => challengesIn(other, response)) : [],
  });
  if (!bytes) return undefined;
  if (response.status >= 200 && response.status < 300) bindContacts(context, incoming, headersOf(response));
  relay(context, incoming, response.status, bytes);
  return bytes;
}

/** The number a reliable provisional response goes on with; its PRACK will come back to us by our own Route. */
function rseqFor(
  context: Context,
  { reliable }: ResponseContext,
  sent: SentCopy,
  { callId, toTag, headers }: SipResponse,
): number | undefined {
  const text = header({ headers }, "rseq");
  if (text === undefined || sent.recordRoute === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const shift = reliable.shift(toTag, Number(text));
  if (shift !== 0) context.proxy.state.rseqShifts.set(forkName(callId, toTag), shift);
  return Number(text) + shift;
}

/** The name of one fork of a call. */
export function forkName(callId: string, toTag: string): string {
  return `${callId};${toTag}`;
}

/** Forgets how the forks of a call were counted. */
export function forgetShifts(context: Context, { reliable, incoming }: ResponseContext): void {
  for (const tag of reliable.moved()) {
    context.proxy.state.rseqShifts.delete(forkName(incoming.request.callId, tag));
  }
}

function challengesIn(answer: Answer, than: SipResponse): string[] {
  if (answer.kind === "local" || answer.response === than || !isChallenge(answer.response.status)) return [];
  return answer.response.headers.filter(({ name }) => CHALLENGES.has(name)).map(({ text }) => text);
}

function headersOf(response: SipResponse): HeaderPair[] {
  return response.headers.map(({ name, value }) => [wireName(name), value]);
}
