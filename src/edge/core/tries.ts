import type { SipResponse } from "../sip/message.ts";
import type { Hop, Protocol, Source } from "../transport/transport.ts";
import { type AttemptHost, LOCAL_FAILURE_DELAY_MS, openAttempt } from "./attempt.ts";
import type { Context } from "./context.ts";
import { facing, writeRequest } from "./draft.ts";
import { avoid, leadsOn, learnOfHop, refusalLeadsOn } from "./failover.ts";
import { ownContact, ownVia } from "./self.ts";
import type { Attempt, Dialog, Outgoing } from "./state.ts";

interface Failure {
  readonly status: number;
  readonly reason: string;
}

const TIMEOUT: Failure = { status: 408, reason: "Request Timeout" };
const UNREACHABLE: Failure = { status: 503, reason: "Service Unavailable" };
const UNKNOWN_HOST: Failure = { status: 503, reason: "DNS Error" };
const CANCELLED: Failure = { status: 487, reason: "Request Terminated" };

/**
 * A request and its hops (RFC 3263 4.3). To everybody else it is one request, however often it is tried:
 *
 *   looking up ──hops──► at a hop ──answer──► told
 *        │                │   ▲ │
 *        │   refused, 503,│   │ └─ no hop left, or cancelled ──► told: 408, 503, or the hop's own 503
 *     no hops,    silence └───┘
 *     cancelled             next hop, new branch
 *        └──────► told: 503 or 487
 *
 * A hop given up for its silence may still wake: it has the request back where no other has answered.
 */
export function begin(context: Context, outgoing: Outgoing, hops: readonly Hop[]): void {
  const [first, ...further] = context.largeRequests.overTcpFirst(hops, outgoing);
  if (outgoing.transaction.state === "terminated") return;
  // Nothing was sent that the CANCEL could be for, and nothing needs to be.
  if (outgoing.cancel) return failSoon(context, outgoing, CANCELLED);
  if (!first) return failSoon(context, outgoing, UNKNOWN_HOST);
  outgoing.further = further;
  const guessed = outgoing.attempt;
  if (!isWrittenFor(context, guessed, first)) {
    outgoing.attempt = openAt(context, outgoing, first);
    guessed.transaction.abandon();
  }
  startAt(context, outgoing, first);
}

/** Host names are taken for IPv4 until DNS has spoken: Via and Contact may have to be other ones. */
function isWrittenFor({ self }: Context, { protocol, written }: Attempt, hop: Hop): boolean {
  return (
    protocol === hop.protocol && written.via === ownVia(self.facing(hop.address), protocol, written.branch)
  );
}

/** The address, or before it is known the host, that a request goes to now. */
export function placeOf({ attempt, target }: Outgoing): string {
  return attempt.hop?.address ?? target.host;
}

/** Tries the next hop, in a transaction of its own. */
function moveOn(context: Context, outgoing: Outgoing): void {
  const [next, ...further] = outgoing.further;
  if (!next) return;
  outgoing.further = further;
  forgetAnswers(outgoing.dialog);
  outgoing.attempt = openAt(context, outgoing, next);
  startAt(context, outgoing, next);
}

function startAt(context: Context, outgoing: Outgoing, hop: Hop): void {
  const { attempt } = outgoing;
  attempt.hop = hop;
  const repeated = !context.transports.reliable(hop.protocol);
  // Whoever takes an INVITE says so at once (RFC 3261 17.2.1); others may think, unless repeats went unheard.
  if (outgoing.further.length > 0 && (repeated || attempt.written.draft.method === "INVITE")) {
    attempt.patience = context.clock.after(context.failover.afterMs, () =>
      giveUp(context, outgoing, attempt),
    );
  }
  attempt.transaction.start();
}

/** The hop keeps silent and there are others. What was cancelled stays with it, to the end of its timers. */
function giveUp(context: Context, outgoing: Outgoing, attempt: Attempt): void {
  if (attempt !== outgoing.attempt || !leadsOn(outgoing, attempt)) return;
  attempt.givenUp = true;
  if (attempt.hop) noteFailure(context, outgoing, attempt.hop);
  moveOn(context, outgoing);
}

/** What the attempts of one request report to. */
export function hostOf(context: Context, request: () => Outgoing): AttemptHost {
  return {
    answered: (attempt, response, source) =>
      answered(context, { outgoing: request(), attempt }, response, source),
    failed: (attempt, why) => failed(context, { outgoing: request(), attempt }, why),
    ended: (attempt) => {
      if (attempt === request().attempt) close(context, request());
    },
  };
}

interface Tried {
  readonly outgoing: Outgoing;
  readonly attempt: Attempt;
}

function answered(context: Context, tried: Tried, response: SipResponse, source: Source): void {
  const { outgoing, attempt } = tried;
  if (attempt !== outgoing.attempt && !takeBack(context, tried, response)) {
    if (attempt.hop && response.status !== 503) context.failover.avoided.forget(attempt.hop);
    return context.responses.cameTooLate(tried, response, source);
  }
  learnOfHop(context, outgoing, response);
  if (refusalLeadsOn(outgoing, response)) return moveOn(context, outgoing);
  context.responses.received(outgoing, response, source);
}

/**
 * A hop that woke late has the request back, as long as nobody else has answered and nobody gave it up. Not
 * one that woke to say that it cannot help.
 */
function takeBack(context: Context, { outgoing, attempt }: Tried, { status }: SipResponse): boolean {
  const instead = outgoing.attempt;
  const open = context.tables.outgoing.get(outgoing.id) === outgoing;
  const wanted = open && !outgoing.cancel && !instead.heard;
  if (!wanted || !attempt.givenUp || attempt.cancelled || status === 503) return false;
  attempt.givenUp = false;
  instead.givenUp = true;
  instead.patience?.cancel();
  outgoing.attempt = attempt;
  return true;
}

function failed(context: Context, { outgoing, attempt }: Tried, why: "timeout" | "transport"): void {
  if (attempt !== outgoing.attempt) return;
  if (attempt.hop && !attempt.heard) noteFailure(context, outgoing, attempt.hop);
  if (leadsOn(outgoing, attempt)) return moveOn(context, outgoing);
  context.responses.failedLocally(outgoing, why === "timeout" ? TIMEOUT : UNREACHABLE);
}

/** A hop that was only to spare UDP a large request says nothing of the host. */
function noteFailure(context: Context, { target }: Outgoing, hop: Hop): void {
  if (target.mayUseTcp && hop.protocol === "tcp") context.largeRequests.refused(hop);
  else avoid(context, hop);
}

/** Fails what was never sent. */
function failSoon(context: Context, outgoing: Outgoing, failure: Failure): void {
  context.clock.after(LOCAL_FAILURE_DELAY_MS, () => {
    if (outgoing.transaction.state === "terminated") return;
    context.responses.failedLocally(outgoing, failure);
    outgoing.transaction.abandon();
  });
}

/** The same request with a new branch for another hop; a Contact of our own making names the transport. */
function openAt(context: Context, outgoing: Outgoing, { protocol, address }: Hop): Attempt {
  const { draft } = outgoing.written;
  const sips = draft.uri.startsWith("sips:");
  const contactAt = (host: string, by: Protocol) => ownContact(context.self.facing(host), by, sips);
  const own = draft.contact === contactAt(placeOf(outgoing), outgoing.attempt.protocol);
  const contact = own ? contactAt(address, protocol) : draft.contact;
  correctContact(outgoing.dialog, draft.contact, contact);
  const written = writeRequest({ ...draft, contact }, facing(context, { host: address }), protocol);
  return openAttempt(
    context,
    written,
    protocol,
    hostOf(context, () => outgoing),
  );
}

/** The application was told before, and will name in later requests what it was told. */
function correctContact(dialog: Dialog | undefined, was: string | undefined, sent: string | undefined): void {
  if (!dialog || was === undefined || sent === undefined || was === sent) return;
  dialog.correctedContact = { told: dialog.correctedContact?.told ?? was, sent };
  dialog.localContact = sent;
}

/** What the hop before had answered holds no more; its dialog is again only promised. */
function forgetAnswers(dialog: Dialog | undefined): void {
  if (dialog?.state !== "early" || dialog.role !== "uac") return;
  dialog.state = "calling";
  dialog.remoteTag = "";
  dialog.routeSet = [];
  dialog.flow = undefined;
  Object.assign(dialog, { forks: [], awaitingPrack: [] });
}

function close(context: Context, outgoing: Outgoing): void {
  const { dialog } = outgoing;
  outgoing.cancelDeadline?.cancel();
  if (dialog?.ownInvite === outgoing) dialog.ownInvite = undefined;
  context.tables.outgoing.delete(outgoing.id);
}
