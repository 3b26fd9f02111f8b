import type { HeaderPair } from "../sip/serialize.ts";
import { asRequestUri, parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import { sendAck } from "./ack-request.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import { type AppRequest, appHeaders, withContentType } from "./app-message.ts";
import { recordBye } from "./call-records.ts";
import { cancelSilently } from "./cancel-request.ts";
import type { Context } from "./context.ts";
import { writeRequest } from "./draft.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { targetInDialog, targetOfRoute } from "./next-hop.ts";
import { launch, sent } from "./outgoing.ts";
import { ownContact } from "./self.ts";
import type { Dialog } from "./state.ts";

/** The dialog knows these; what the application says of them is not taken. */
const FILLED_IN = new Set(["from", "to", "call-id", "cseq", "max-forwards"]);
/** These tell the other side where to send to from now on (RFC 3261 12.2, 3311, 6665, 3515). */
const CARRIES_CONTACT = new Set(["INVITE", "SUBSCRIBE", "REFER", "UPDATE", "NOTIFY"]);

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
  if (!own) return refusal("Server error: unable to find dialog for dialog id provided");
  const uri = requestUri(own, message.uri);
  if (uri === undefined) return refusal(`invalid request-uri: ${message.uri}`);
  const target = route === undefined ? targetInDialog(context, own, uri) : targetOfRoute(context, route);
  if (target === "invalid request-uri") return refusal(`${target}: ${uri}`);
  if (typeof target === "string") return refusal(target);
  return dispatch(context, own, { message, uri, target });
}

function dispatch(
  context: Context,
  dialog: Dialog,
  { message, uri, target }: { readonly message: AppRequest; readonly uri: string; readonly target: Target },
): Outcome {
  const setting = { self: context.self, protocol: target.protocol, filledIn: FILLED_IN };
  const given = withContact(
    appHeaders(message, setting),
    dialog,
    message.method,
    ownContact(context.self, target.protocol),
  );
  const rest = withContentType(given, message.body);
  if (!rest) return refusal("missing content-type");
  if (message.method === "BYE" && dialog.ownInvite) cancelSilently(context, dialog.ownInvite);
  dialog.localSeq += 1;
  const draft = inDialogDraft(dialog, {
    method: message.method,
    uri,
    cseq: dialog.localSeq,
    rest,
    body: message.body,
  });
  const outgoing = launch(context, {
    written: writeRequest(draft, context, target.protocol),
    target,
    owner: dialog.owner,
    dialog,
  });
  if (message.method === "BYE") recordBye(context, dialog, "application", outgoing.written.bytes);
  return sent(context, outgoing, dialog.id);
}

/** `sip:placeholder` means: whoever the other side is by now. Undefined where the text is no URI. */
function requestUri(dialog: Dialog, given: string): string | undefined {
  if (given === "sip:placeholder") return dialog.remoteTarget;
  const uri = parseUri(given);
  return uri && asRequestUri(uri);
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
