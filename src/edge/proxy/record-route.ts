import type { Context } from "../core/context.ts";
import { ownContact } from "../core/self.ts";
import { splitValues } from "../sip/header-text.ts";
import { headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri } from "../sip/uri.ts";
import type { Protocol, Source } from "../transport/transport.ts";
import { readToken, type Token, writeToken } from "./flow-token.ts";
import type { Recognised } from "./route-information.ts";
import { flowOf, wayToCallee, wayToCaller } from "./way.ts";

/** What may create a dialog, and so is worth staying in the way of (RFC 3261 12.1, RFC 6665, RFC 3515). */
const CREATES_DIALOG = new Set(["INVITE", "SUBSCRIBE", "NOTIFY", "REFER"]);

/**
 * The values by which later requests come through this server again: Record-Route (RFC 3261 16.6 item 4), twice
 * where the transport changes on the way, since each side must be able to use the one it meets first; Path
 * for a registration (RFC 3327). The topmost comes first.
 */
export function ownRouteHeaders(
  context: Context,
  request: SipRequest,
  source: Source,
  protocol: Protocol,
): readonly HeaderPair[] {
  if (request.method === "REGISTER") {
    return [["Path", routeValue(context, request, protocol, "to-registrant", flowOf(context, source))]];
  }
  if (!CREATES_DIALOG.has(request.method)) return [];
  const back = wayToCaller(context, request, source);
  if (protocol === source.protocol) {
    return [["Record-Route", routeValue(context, request, protocol, "to-caller", back)]];
  }
  return [
    ["Record-Route", routeValue(context, request, protocol, "to-caller", undefined)],
    ["Record-Route", routeValue(context, request, source.protocol, "to-caller", back)],
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
  answer: { readonly response: SipResponse; readonly source: Source; readonly protocol: Protocol },
): { readonly mine: string; readonly theirs: string } {
  const { response, source, protocol } = answer;
  const [topmost] = headerLines(response, "record-route").flatMap(splitValues);
  const way = topmost === mine ? wayToCallee(context, response, source) : undefined;
  return { mine, theirs: routeValue(context, request, protocol, "to-callee", way) };
}

function routeValue(
  context: Context,
  { callId, fromTag }: SipRequest,
  protocol: Protocol,
  leads: Token["leads"],
  flow: Token["flow"],
): string {
  const bond = leads === "to-registrant" ? { callId: "", callerTag: "" } : { callId, callerTag: fromTag };
  const token = writeToken(context.proxy.state.seal, { leads, flow }, bond);
  return ownContact(context.self, protocol)
    .replace(/^<(sips?):/, `<$1:${token}@`)
    .replace(/>$/, ";lr>");
}

/** Which URIs are ours, and which of them we wrote for the dialog of this request. */
export function recognised(context: Context, request: SipRequest): Recognised {
  return {
    own: (text) => {
      const uri = parseUri(text);
      return uri !== undefined && context.self.owns(uri.host, uri.port ?? 5060);
    },
    placed: (text) => tokenIn(context, request, text) !== undefined,
  };
}

/** The token in one of our URIs; undefined where it is not ours, or not good for this request. */
export function tokenIn(context: Context, request: SipRequest, text: string): Token | undefined {
  const uri = parseUri(text);
  if (!uri || !context.self.owns(uri.host, uri.port ?? 5060)) return undefined;
  return readToken(context.proxy.state.seal, uri.user, request);
}
