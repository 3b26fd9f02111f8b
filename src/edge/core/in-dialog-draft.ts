import { parseNameAddr } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { asRequestUri, parseUri } from "../sip/uri.ts";
import type { Draft } from "./draft.ts";
import type { Dialog } from "./state.ts";

/** A request as its dialog shapes it (RFC 3261 12.2.1.1): tags, Call-ID and the route set. */
export function inDialogDraft(
  dialog: Pick<Dialog, "localAddress" | "localTag" | "remoteAddress" | "callId" | "routeSet"> &
    Partial<Pick<Dialog, "correctedContact">>,
  request: {
    readonly method: string;
    readonly uri: string;
    readonly cseq: number;
    readonly rest: readonly HeaderPair[];
    readonly body: Buffer;
  },
): Draft {
  const { method, cseq, rest, body } = request;
  return {
    method,
    ...route(dialog.routeSet, request.uri),
    from: dialog.localAddress,
    fromTag: dialog.localTag,
    to: dialog.remoteAddress,
    callId: dialog.callId,
    cseq,
    maxForwards: "70",
    contact: undefined,
    rest: rest.map((pair) => corrected(pair, dialog.correctedContact)),
    body,
  };
}

function corrected(pair: HeaderPair, contact: Dialog["correctedContact"]): HeaderPair {
  return pair[0] === "Contact" && pair[1] === contact?.told ? ["Contact", contact.sent] : pair;
}

/**
 * RFC 3261 12.2.1.1: a strict router (one without `lr`) wants itself as Request-URI, without what may not stand
 * there, and the target at the end of the routes.
 */
function route(routeSet: readonly string[], uri: string): Pick<Draft, "uri" | "routes"> {
  const [first, ...others] = routeSet;
  const next = parseUri(parseNameAddr(first ?? "")?.uri ?? "");
  if (!next || next.lr) return { uri, routes: routeSet };
  return { uri: withoutMethod(asRequestUri(next)), routes: [...others, `<${uri}>`] };
}

/** RFC 3261 19.1.1, table 1: besides headers, `method` has no place in a Request-URI. */
function withoutMethod(uri: string): string {
  const at = uri.indexOf("@") + 1;
  return uri.slice(0, at) + uri.slice(at).replace(/;method=[^;]*/i, "");
}
