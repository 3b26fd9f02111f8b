import { header, type SipRequest } from "../sip/message.ts";
import { parseNameAddr, tagOf } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import { type AppResponse, appHeaders, withContentType } from "./app-message.ts";
import type { Context } from "./context.ts";
import { answeringDialog, contactUri } from "./dialog.ts";
import { reply } from "./incoming.ts";
import { repeatUntilAcked } from "./ok-repeater.ts";
import { bindContacts, grantedSeconds, watchSubscription } from "./registration.ts";
import { ownContact } from "./self.ts";
import { endByServer } from "./server-bye.ts";
import { noteAnswer } from "./session-descriptions.ts";
import type { Dialog, Incoming } from "./state.ts";

/** Copied from the request, or never the application's to say. */
const FILLED_IN = new Set(["from", "to", "call-id", "cseq", "max-forwards"]);
const REFRESHES_TARGET = new Set(["INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY"]);

/** An application answers a request: the response goes out and the dialog it creates or changes is kept. */
export function answer(context: Context, app: App, transactionId: string, message: AppResponse): Outcome {
  const incoming = context.tables.incoming.get(transactionId);
  if (!incoming || incoming.done || incoming.owner !== app) {
    return refusal("Response not sent due to unknown transaction");
  }
  const wantsReliable = message.status < 200 && message.headers.some(requires100rel);
  if (wantsReliable && !supports100rel(incoming.request)) {
    return refusal("Remote endpoint does not support 100rel");
  }
  const headers = responseHeaders(context, incoming, message);
  if (!headers) return refusal("missing content-type");
  if (message.status > 100) incoming.patience?.cancel();
  if (!incoming.answered) incoming.localTag = chosenTag(message) ?? incoming.localTag;
  return send(context, incoming, message, headers);
}

function send(
  context: Context,
  incoming: Incoming,
  { status, reason, body }: AppResponse,
  headers: readonly HeaderPair[],
): Outcome {
  const { request, source } = incoming;
  const dialog = status > 100 ? keepDialog(context, incoming, status, headers) : incoming.dialog;
  const recordRoute = createsDialog(request) && status > 100 && status < 300;
  const sip = reply(context, incoming, { status, reason, recordRoute, headers, body });
  if (dialog && status > 100 && status < 300) noteAnswer(dialog, request, { status, body });
  if (status >= 200 && status < 300) bindContacts(context, incoming, headers);
  if (dialog && status >= 200) settle(context, incoming, dialog, { success: status < 300, headers, sip });
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

function responseHeaders(
  context: Context,
  incoming: Incoming,
  message: AppResponse,
): readonly HeaderPair[] | undefined {
  const setting = { self: context.self, protocol: incoming.source.protocol, filledIn: FILLED_IN };
  const given = appHeaders(message, setting).filter(
    ([name, value]) => !(message.status < 200 && name === "Require" && /100rel/i.test(value)),
  );
  const needsContact =
    message.status >= 200 &&
    message.status < 300 &&
    /^(INVITE|SUBSCRIBE|UPDATE)$/.test(incoming.request.method);
  if (needsContact && !given.some(([name]) => name === "Contact")) {
    given.unshift(["Contact", ownContact(context.self, incoming.source.protocol)]);
  }
  return withContentType(given, message.body);
}

function requires100rel({ name, value }: { readonly name: string; readonly value: string }): boolean {
  return name === "require" && /\b100rel\b/i.test(value);
}

function supports100rel(request: SipRequest): boolean {
  return ["supported", "require"].some((name) => /\b100rel\b/i.test(header(request, name) ?? ""));
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
      headers.find(([name]) => name === "Contact")?.[1] ?? ownContact(context.self, source.protocol),
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
  final: { readonly success: boolean; readonly headers: readonly HeaderPair[]; readonly sip: Buffer },
): void {
  const { request } = incoming;
  const first = request.toTag === "";
  if (first && !final.success) context.tables.dialogs.remove(dialog);
  if (!final.success) return;
  if (first) dialog.state = "confirmed";
  if (!first && REFRESHES_TARGET.has(request.method))
    dialog.remoteTarget = contactUri(request) ?? dialog.remoteTarget;
  if (request.method === "SUBSCRIBE")
    watchSubscription(context, dialog, grantedSeconds(request, final.headers));
  if (request.method !== "INVITE") return;
  dialog.pendingAck?.stop();
  dialog.pendingAck = repeatUntilAcked(context, incoming, final.sip, () => {
    endByServer(context, dialog, { cause: 408, text: "ACK timeout" });
  });
}
