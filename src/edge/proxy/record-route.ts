import type { Context } from "../core/context.ts";
import { ownContact } from "../core/self.ts";
import { splitValues } from "../sip/header-text.ts";
import { headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri, type Uri } from "../sip/uri.ts";
import type { Hop, Source } from "../transport/transport.ts";
import { readToken, type Token, writeToken } from "./flow-token.ts";
import type { Recognised } from "./route-information.ts";
import { flowOf, wayToCallee, wayToCaller } from "./way.ts";

/** What may create a dialog, and so is worth staying in the way of (RFC 3261 12.1, RFC 6665, RFC 3515). */
const CREATES_DIALOG = new Set(["INVITE", "SUBSCRIBE", "NOTIFY", "REFER"]);

/** Whom a value of ours is read by: how they are reached. */
type Side = Pick<Hop, "protocol" | "address">;

/**
 * The values by which later requests come through this server again: Record-Route (RFC 3261 16.6 item 4), twice
 * where the transport changes on the way, since each side must be able to use the one it meets first; Path
 * for a registration (RFC 3327). The topmost comes first.
 */
export function ownRouteHeaders(
  context: Context,
  request: SipRequest,
  source: Source,
  onward: Side,
): readonly HeaderPair[] {
  if (request.method === "REGISTER") {
    const back = { leads: "to-registrant", flow: flowOf(context, source) } as const;
    return [["Path", routeValue(context, request, onward, back)]];
  }
  if (!CREATES_DIALOG.has(request.method)) return [];
  const back = { leads: "to-caller", flow: wayToCaller(context, request, source) } as const;
  const meets = (side: Side): string => addressOf(context, request, side);
  if (meets(onward) === meets(source)) return [["Record-Route", routeValue(context, request, onward, back)]];
  return [
    ["Record-Route", routeValue(context, request, onward, { ...back, flow: undefined })],
    ["Record-Route", routeValue(context, request, source, back)],
  ];
}

/**
 * What our Record-Route value becomes in a response on its way to the caller (RFC 3261 16.7 item 8): the
 * caller's copy leads to the callee, as the callee's leads to the caller.
 */
export function callersRecordRoute(
  context: Context,
  request: SipRequest,
  mine: string,
  answer: { readonly response: SipResponse; readonly source: Source; readonly side: Side },
): { readonly mine: string; readonly theirs: string } {
  const { response, source, side } = answer;
  const [topmost] = headerLines(response, "record-route").flatMap(splitValues);
  const flow = topmost === mine ? wayToCallee(context, response, source) : undefined;
  return { mine, theirs: routeValue(context, request, side, { leads: "to-callee", flow }) };
}

function routeValue(context: Context, request: SipRequest, side: Side, token: Token): string {
  const { callId, fromTag } = request;
  const free = token.leads === "to-registrant";
  const bond = free ? { callId: "", callerTag: "" } : { callId, callerTag: fromTag };
  const user = writeToken(context.proxy.state.seal, token, bond);
  const address = addressOf(context, request, side);
  return address.replace(/^<(sips?):/, `<$1:${user}@`).replace(/>$/, ";lr>");
}

/** As what somebody on that side meets this server; securely, where the request asked for that (RFC 5630 3.3). */
function addressOf({ self }: Context, { uri }: SipRequest, { protocol, address }: Side): string {
  return ownContact(self.facing(address), protocol, /^sips:/i.test(uri));
}

/** Which URIs are ours, and which of them we wrote for the dialog of this request. */
export function recognised(context: Context, request: SipRequest): Recognised {
  return {
    own: (text) => {
      const uri = parseUri(text);
      return uri !== undefined && isOwn(context, uri);
    },
    placed: (text) => tokenIn(context, request, text) !== undefined,
  };
}

/** The token in one of our URIs; undefined where it is not ours, or not good for this request. */
export function tokenIn(context: Context, request: SipRequest, text: string): Token | undefined {
  const uri = parseUri(text);
  return uri && isOwn(context, uri) ? readToken(context.proxy.state.seal, uri.user, request) : undefined;
}

function isOwn({ self }: Context, uri: Uri): boolean {
  const secure = uri.scheme === "sips" || uri.transport === "tls";
  return self.owns(uri.host, uri.port ?? (secure ? 5061 : 5060));
}
