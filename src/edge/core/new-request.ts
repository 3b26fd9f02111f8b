import { isCallId } from "../sip/header-text.ts";
import { type HeaderLine, header } from "../sip/message.ts";
import { parseNameAddr, tagOf } from "../sip/name-addr.ts";
import { asRequestUri, parseUri, type Uri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import { type App, type Outcome, refusal } from "./app.ts";
import { type AppRequest, appHeaders, bracketed, localised, withContentType } from "./app-message.ts";
import type { Context } from "./context.ts";
import { callingDialog } from "./dialog.ts";
import { type Draft, facing, writeRequest } from "./draft.ts";
import { requestInDialog } from "./in-dialog-request.ts";
import { rememberedRoute, targetOfNew } from "./next-hop.ts";
import { launch, sent } from "./outgoing.ts";
import { ownContact } from "./self.ts";
import type { Dialog } from "./state.ts";

/** What this function writes itself, from the application's value where it gave one. */
const FILLED_IN = new Set(["from", "to", "call-id", "cseq", "max-forwards", "contact"]);

/** An application sends a request outside any dialog; what it left out is filled in. */
export function sendNewRequest(
  context: Context,
  app: App,
  message: AppRequest,
  route: string | undefined,
): Outcome {
  const established = dialogMeant(context, app, message);
  if (established) return requestInDialog(context, app, established.id, message, route);
  const uri = parseUri(message.uri);
  if (!uri) return refusal(`invalid request-uri: ${message.uri}`);
  const target = targetOfNew(context, { method: message.method, uri }, route);
  if (target === "invalid request-uri") return refusal(`${target}: ${message.uri}`);
  if (typeof target === "string") return refusal(target);
  if (!target.connection && context.self.owns(target.host, target.port)) {
    return refusal("can not send request to myself");
  }
  const draft = fillIn(context, message, uri, target);
  if (typeof draft === "string") return refusal(draft);
  return dispatch(context, app, draft, { target, remembered: rememberedRoute(context, route, target) });
}

function dispatch(
  context: Context,
  app: App,
  draft: Draft,
  way: { readonly target: Target; readonly remembered: Target | undefined },
): Outcome {
  const usage = draft.method === "INVITE" || draft.method === "SUBSCRIBE" ? draft.method : undefined;
  const dialog = usage && callingDialog(draft, app, usage, way.remembered);
  if (dialog) context.tables.dialogs.add(dialog);
  const written = writeRequest(draft, facing(context, way.target), way.target.protocol);
  const outgoing = launch(context, { written, target: way.target, owner: app, dialog });
  if (draft.method === "INVITE") context.records.attempt("application", written.bytes);
  return sent(context, outgoing, dialog?.id ?? "");
}

/** A request that carries the Call-ID and our tag of a living dialog is meant for that dialog. */
function dialogMeant(context: Context, app: App, message: AppRequest): Dialog | undefined {
  const callId = header(message, "call-id");
  const from = parseNameAddr(header(message, "from") ?? "");
  const tag = from && tagOf(from);
  const dialog = callId !== undefined && tag ? context.tables.dialogs.ours(callId, tag) : undefined;
  return dialog?.state === "confirmed" && dialog.owner === app ? dialog : undefined;
}

/** The whole request, or why it cannot be one. */
function fillIn(context: Context, message: AppRequest, uri: Uri, { protocol, host }: Target): Draft | string {
  const { ids } = context;
  const self = context.self.facing(host);
  const setting = { self, protocol };
  const given = (name: string): string | undefined => valueOf(message.headers, name, setting);
  const from = withTag(given("from") ?? ownContact(self, protocol), () => ids.tag());
  const callId = given("call-id") ?? ids.callId();
  const rest = withContentType(appHeaders(message, { ...setting, filledIn: FILLED_IN }), message.body);
  if (!from) return "invalid From header";
  if (!isCallId(callId)) return "invalid Call-ID header";
  if (!rest) return "missing content-type";
  const creates = message.method === "INVITE" || message.method === "SUBSCRIBE";
  return {
    method: message.method,
    uri: asRequestUri(uri),
    ...from,
    to: bracketed(given("to") ?? `<${asRequestUri(uri)}>`),
    callId,
    cseq: leadingNumber(given("cseq")) ?? ids.firstCSeq(),
    maxForwards: given("max-forwards") ?? "70",
    contact: given("contact") ?? (creates ? ownContact(self, protocol, uri.scheme === "sips") : undefined),
    routes: [],
    rest,
    body: message.body,
  };
}

function valueOf(
  headers: readonly HeaderLine[],
  name: string,
  setting: Parameters<typeof localised>[2],
): string | undefined {
  const values = headers
    .filter((line) => line.name === name)
    .map((line) => localised(name, line.value, setting));
  return values.length === 0 || values[0] === "" ? undefined : values.join(", ");
}

function withTag(value: string, tag: () => string): { from: string; fromTag: string } | undefined {
  const address = parseNameAddr(value);
  const existing = address && tagOf(address);
  if (!address || existing === false) return undefined;
  const fromTag = existing ?? tag();
  const from = bracketed(value);
  return { from: existing === undefined ? `${from};tag=${fromTag}` : from, fromTag };
}

function leadingNumber(text: string | undefined): number | undefined {
  const number = /^\d{1,10}/.exec(text ?? "")?.[0];
  return number === undefined || Number(number) >= 2 ** 31 ? undefined : Number(number);
}
