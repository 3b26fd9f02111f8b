import { header, type SipRequest } from "../sip/message.ts";
import { parseNameAddr, tagOf } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { type AnswerHeaders, answerHeaders, reliability } from "./answer-headers.ts";
import { answeringContact } from "./answering-contact.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import type { AppResponse } from "./app-message.ts";
import { recordAnswer } from "./call-records.ts";
import type { Context } from "./context.ts";
import { answeringDialog, refreshTarget } from "./dialog.ts";
import { compose, transmit } from "./incoming.ts";
import { describesMedia, keepPeerSdp, keepSdp } from "./last-sdp.ts";
import { repeatUntilAcked } from "./ok-repeater.ts";
import { bindContacts, grantedSeconds, watchSubscription } from "./registration.ts";
import { ReliableAnswers } from "./reliable-answers.ts";
import { endByServer } from "./server-bye.ts";
import { keepTime } from "./session-timer.ts";
import type { Dialog, Incoming } from "./state.ts";
import { giveUpReliable } from "./unacknowledged-answer.ts";
import { awaitFinal } from "./unfinished-answer.ts";
import { eventName, keepReferral, keepSubscription } from "./usages.ts";

const REFRESHES_TARGET = new Set(["INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY"]);

/** An application answers a request: the response goes out and the dialog it creates or changes is kept. */
export function answer(context: Context, app: App, transactionId: string, message: AppResponse): Outcome {
  const incoming = context.tables.incoming.get(transactionId);
  if (!incoming || incoming.done || incoming.held || incoming.owner !== app) {
    return refusal("Response not sent due to unknown transaction");
  }
  const manner = reliability(incoming.request, message);
  if (manner === "impossible") return refusal("Remote endpoint does not support 100rel");
  const reliable = manner === "reliable" ? reliableAnswers(context, incoming) : undefined;
  const made = answerHeaders(context, incoming, message, reliable && (() => reliable.takeRSeq()));
  if (!made) return refusal("missing content-type");
  awaitFinal(context, incoming, message.status);
  if (!incoming.answered) incoming.localTag = chosenTag(message) ?? incoming.localTag;
  return send(context, incoming, message, { ...made, reliable });
}

type Made = AnswerHeaders & { readonly reliable: ReliableAnswers | undefined };

function send(context: Context, incoming: Incoming, message: AppResponse, made: Made): Outcome {
  const { status, reason, body } = message;
  const { request, source } = incoming;
  const { headers } = made;
  const dialog = status > 100 ? keepDialog(context, incoming, status, headers) : incoming.dialog;
  const recordRoute = createsDialog(request) && status > 100 && status < 300;
  const sip = compose(context, incoming, { status, reason, recordRoute, headers, body });
  dispatch(context, incoming, dialog, { status, body, sip, made });
  return {
    ok: true,
    type: "response",
    protocol: source.protocol,
    address: source.address,
    port: source.port,
    transactionId: incoming.id,
    dialogId: request.method === "BYE" ? "" : (dialog?.id ?? ""),
    sip,
  };
}

interface Sendable {
  readonly status: number;
  readonly body: Buffer;
  readonly sip: Buffer;
  readonly made: Made;
}

/** Sends an answer at once, reliably, or when those before it are acknowledged (RFC 3262 3). */
function dispatch(context: Context, incoming: Incoming, dialog: Dialog | undefined, answer: Sendable): void {
  const { status, body, sip, made } = answer;
  const { request } = incoming;
  const describes = describesMedia({ headers: made.headers, body });
  if (dialog && made.reliable && made.rseq !== undefined) {
    dialog.reliable = made.reliable;
    if (describes) dialog.lastSdp = body;
    keepPeerSdp(dialog, request);
    return made.reliable.send({ rseq: made.rseq, status, bytes: sip, describes });
  }
  const conclude = () => {
    transmit(context, incoming, status, sip);
    recordAnswer(context, incoming, status, sip);
    if (status >= 200 && status < 300) bindContacts(context, incoming, made.headers);
    if (dialog && status >= 200) settle(context, incoming, dialog, answer);
  };
  const mustWait = status < 300 && request.method === "INVITE" && dialog?.reliable?.cseq === request.cseq;
  if (status >= 200 && mustWait && dialog.reliable?.describesUnacknowledged) incoming.held = conclude;
  else conclude();
}

/** The reliable answers to one INVITE; the first one begins them. */
function reliableAnswers(context: Context, incoming: Incoming): ReliableAnswers {
  const { cseq } = incoming.request;
  const begun = incoming.dialog?.reliable;
  if (begun?.cseq === cseq) return begun;
  const numbers = { cseq, firstRSeq: context.ids.firstCSeq() };
  return new ReliableAnswers(context, numbers, {
    send: ({ status, bytes }) => transmit(context, incoming, status, bytes),
    gaveUp: () => incoming.dialog && giveUpReliable(context, incoming.dialog, incoming),
  });
}

/** The tag an application put into To, where it wants a certain one. */
function chosenTag(message: AppResponse): string | undefined {
  const to = parseNameAddr(header(message, "to") ?? "");
  return (to && tagOf(to)) || undefined;
}

function createsDialog({ method, toTag }: SipRequest): boolean {
  return toTag === "" && (method === "INVITE" || method === "SUBSCRIBE");
}

/** The dialog of this answer: the one it stands in, the one begun earlier, or a new one (RFC 3261 12.1.1). */
function keepDialog(
  context: Context,
  incoming: Incoming,
  status: number,
  headers: readonly HeaderPair[],
): Dialog | undefined {
  const { request, source, owner, localTag } = incoming;
  const begins = createsDialog(request) && status < 300 && (request.method === "INVITE" || status >= 200);
  if (incoming.dialog || !begins || !owner) return incoming.dialog;
  const dialog = answeringDialog(request, source, {
    owner,
    usage: request.method === "INVITE" ? "INVITE" : "SUBSCRIBE",
    localTag,
    localAddress: `${header(request, "to") ?? ""};tag=${localTag}`,
    localContact:
      headers.find(([name]) => name === "Contact")?.[1] ?? answeringContact(context.self, incoming),
    localSeq: context.ids.firstCSeq(),
  });
  if (request.method === "INVITE") dialog.peerInvite = incoming;
  incoming.dialog = dialog;
  context.tables.dialogs.add(dialog);
  return dialog;
}

/** What a final answer means for its dialog. */
function settle(
  context: Context,
  incoming: Incoming,
  dialog: Dialog,
  { status, body, sip, made }: Sendable,
): void {
  const { request, source } = incoming;
  const first = request.toTag === "";
  if (status >= 300) {
    if (first) context.tables.dialogs.remove(dialog);
    return;
  }
  if (first) dialog.state = "confirmed";
  else if (REFRESHES_TARGET.has(request.method)) refreshTarget(dialog, request, source);
  dialog.localContact = made.headers.find(([name]) => name === "Contact")?.[1] ?? dialog.localContact;
  noteUsage(context, dialog, incoming, made.headers);
  keepSdp(dialog, { method: request.method, headers: made.headers, body });
  keepPeerSdp(dialog, request);
  if (request.method === "INVITE" || request.method === "UPDATE")
    keepTime(context, dialog, made.terms, false);
  if (request.method !== "INVITE") return;
  dialog.pendingAck?.stop();
  dialog.pendingAck = repeatUntilAcked(context, incoming, sip, () => {
    endByServer(context, dialog, { cause: 408, text: "ACK timeout" });
  });
}

/** A 2xx to a SUBSCRIBE or REFER begins a subscription, or keeps one. */
function noteUsage(
  context: Context,
  dialog: Dialog,
  { request }: Incoming,
  headers: readonly HeaderPair[],
): void {
  if (request.method === "REFER") {
    const referSub = headers.find(([name]) => name === "Refer-Sub")?.[1];
    keepReferral(context, dialog, { cseq: request.cseq, referSub });
  }
  if (request.method !== "SUBSCRIBE") return;
  const seconds = grantedSeconds(request, headers);
  if (dialog.usage === "SUBSCRIBE") watchSubscription(context, dialog, seconds);
  else keepSubscription(context, dialog, eventName(header(request, "event")), seconds);
}
