import { parseNameAddr } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri } from "../sip/uri.ts";
import type { Draft } from "./draft.ts";
import type { Dialog } from "./state.ts";

/** A request as its dialog shapes it (RFC 3261 12.2.1.1): tags, Call-ID and the route set. */
export function inDialogDraft(
  dialog: Pick<Dialog, "localAddress" | "localTag" | "remoteAddress" | "callId" | "routeSet">,
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
    rest,
    body,
  };
}

/** A strict router (one without `lr`) wants itself as Request-URI, and the target at the end of the routes. */
function route(routeSet: readonly string[], uri: string): Pick<Draft, "uri" | "routes"> {
  const [first, ...others] = routeSet;
  const next = first === undefined ? undefined : parseNameAddr(first)?.uri;
  if (next === undefined || parseUri(next)?.lr) return { uri, routes: routeSet };
  return { uri: next, routes: [...others, `<${uri}>`] };
}
