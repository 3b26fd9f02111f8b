import { header } from "../sip/message.ts";
import { parseNameAddr, tagOf } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { asRequestUri, parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import { sendAck } from "./ack-request.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import { type AppRequest, appHeaders, withContentType } from "./app-message.ts";
import { recordBye } from "./call-records.ts";
import type { Context } from "./context.ts";
import type { OtherSide } from "./dialog.ts";
import { facing, type WrittenRequest, writeRequest } from "./draft.ts";
import { forkOfPrack, forkTagged } from "./forks.ts";
import { mustWait } from "./glare.ts";
import { hangUp } from "./hang-up.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { describesMedia } from "./last-sdp.ts";
import { answerLocally } from "./local-answer.ts";
import { targetInDialog, targetOfRoute } from "./next-hop.ts";
import { launch, sent } from "./outgoing.ts";
import { ownContact } from "./self.ts";
import { keepingSession } from "./session-terms.ts";
import type { Dialog } from "./state.ts";
import { comesTooLate } from "./usages.ts";

/** The dialog knows these; what the application says of them is not taken. */
const FILLED_IN = new Set(["from", "to", "call-id", "cseq", "max-forwards"]);
/** These tell the other side where to send to from now on (RFC 3261 12.2, 3311, 6665, 3515). */
const CARRIES_CONTACT = new Set(["INVITE", "SUBSCRIBE", "REFER", "UPDATE", "NOTIFY"]);
const PENDING = { status: 491, reason: "Request Pending" };

/** An application sends a request inside a dialog of its own. */
export function requestInDialog(
  context: Context,
  app: App,
  dialogId: string,
  message: AppRequest,
  route: string | undefined,
): Outcome {
  const dialog = context.tables.dialogs.named(dialogId);
  const own = dialog?.owner === app && dialog.state !== "calling" ? dialog : undefined;
  if (message.method === "ACK") return sendAck(context, own, message);
  if (!own || comesTooLate(own, message.method)) {
    return refusal("Server error: unable to find dialog for dialog id provided");
  }
  if (message.method === "PRACK" && header(message, "rack") === undefined) return refusal("missing RAck");
  const side = sideMeant(own, message);
  const uri = requestUri(side, message);
  if (uri === undefined) return refusal(`invalid request-uri: ${message.uri}`);
  const target =
    route === undefined
      ? targetInDialog(context, { ...side, route: own.route }, uri)
      : targetOfRoute(context, route);
  if (target === "invalid request-uri") return refusal(`${target}: ${uri}`);
  if (typeof target === "string") return refusal(target);
  return dispatch(context, own, { message, side, uri, target });
}

function dispatch(
  context: Context,
  dialog: Dialog,
  request: {
    readonly message: AppRequest;
    readonly side: OtherSide;
    readonly uri: string;
    readonly target: Target;
  },
): Outcome {
  const { message, target } = request;
  const { method } = message;
  const rest = headersOf(context, dialog, message, request);
  if (!rest) return refusal("missing content-type");
  const offers = describesMedia({ headers: rest, body: message.body });
  const written = write(context, dialog, request, rest);
  if (mustWait(dialog, { method, offers }))
    return answerLocally(context, dialog, { written, target }, PENDING);
  if (method === "BYE" && hangUp(context, dialog, toTagOf(message))) {
    return answerLocally(context, dialog, { written, target }, { status: 200, reason: "OK" });
  }
  dialog.localSeq += 1;
  if (method === "INVITE") Object.assign(dialog, { forks: [], awaitingPrack: [] });
  const outgoing = launch(context, { written, target, owner: dialog.owner, dialog });
  if (method === "UPDATE" && offers) dialog.ownOffer = outgoing.id;
  if (method === "BYE") recordBye(context, dialog, "application", outgoing.written.bytes);
  return sent(context, outgoing, dialog.id);
}

function write(
  context: Context,
  dialog: Dialog,
  { message, side, uri, target }: Parameters<typeof dispatch>[2],
  rest: readonly HeaderPair[],
): WrittenRequest {
  const { callId, localTag, localAddress, correctedContact } = dialog;
  const draft = inDialogDraft(
    {
      ...{ callId, localTag, localAddress, correctedContact },
      ...{ remoteAddress: side.remoteAddress, routeSet: side.routeSet },
    },
    { method: message.method, uri, cseq: dialog.localSeq + 1, rest, body: message.body },
  );
  return writeRequest(draft, facing(context, target), target.protocol);
}

function headersOf(
  context: Context,
  dialog: Dialog,
  message: AppRequest,
  { uri, target: { protocol, host } }: { readonly uri: string; readonly target: Target },
): readonly HeaderPair[] | undefined {
  const self = context.self.facing(host);
  const setting = { self, protocol, filledIn: FILLED_IN };
  const fallback = ownContact(self, protocol, uri.startsWith("sips:"));
  const given = withContact(appHeaders(message, setting), dialog, message.method, fallback);
  return withContentType(keepingSession(given, message.method, dialog.session), message.body);
}

/** Before the answer several may be spoken with: the one the application names, else who spoke last. */
function sideMeant(dialog: Dialog, message: AppRequest): OtherSide {
  const toTag = toTagOf(message);
  if (message.method === "PRACK")
    return forkOfPrack(dialog, { rack: header(message, "rack"), toTag }) ?? dialog;
  return dialog.state === "early" ? (forkTagged(dialog, toTag) ?? dialog) : dialog;
}

function toTagOf(message: AppRequest): string | undefined {
  const to = parseNameAddr(header(message, "to") ?? "");
  return (to && tagOf(to)) || undefined;
}

/** `sip:placeholder` means: whoever the other side is by now. Undefined where the text is no URI. */
function requestUri(side: OtherSide, { method, uri }: AppRequest): string | undefined {
  if (uri === "sip:placeholder" || method === "PRACK") return side.remoteTarget;
  const parsed = parseUri(uri);
  return parsed && asRequestUri(parsed);
}

function withContact(
  given: readonly HeaderPair[],
  dialog: Dialog,
  method: string,
  fallback: string,
): readonly HeaderPair[] {
  const own = given.find(([name]) => name === "Contact")?.[1];
  if (own !== undefined) dialog.localContact = own;
  if (own !== undefined || !CARRIES_CONTACT.has(method)) return given;
  return [["Contact", dialog.localContact || fallback], ...given];
}
