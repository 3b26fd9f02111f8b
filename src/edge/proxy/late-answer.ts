import type { Context } from "../core/context.ts";
import { contactUri } from "../core/dialog.ts";
import { facing, writeRequest } from "../core/draft.ts";
import { inDialogDraft } from "../core/in-dialog-draft.ts";
import { targetOfHop, targetOfRoute } from "../core/next-hop.ts";
import { launch } from "../core/outgoing.ts";
import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { recognised } from "./record-route.ts";
import { uriOf } from "./route-information.ts";
import type { Answer } from "./state.ts";

const EMPTY = Buffer.alloc(0);
const REASON: HeaderPair = ["Reason", 'SIP;cause=487;text="Call cancelled before it was answered"'];

/**
 * A target answered after the caller had been told that the call is over: since nobody else will, the server
 * itself acknowledges and ends it. Repeats of the answer are only acknowledged.
 */
export function endLateCall(
  context: Context,
  { branch, response, source }: Extract<Answer, { kind: "received" }>,
): void {
  const { incoming, ended } = branch.context;
  const fork = dialogWith(context, incoming.request, response);
  const [first] = fork.routeSet;
  const target = first === undefined ? targetOfHop(source) : targetOfRoute(context, first);
  if (response.method !== "INVITE" || typeof target === "string") return;
  const draft = (method: string, cseq: number, rest: readonly HeaderPair[]) =>
    inDialogDraft(fork, { method, uri: fork.remoteTarget, cseq, rest, body: EMPTY });
  const ack = writeRequest(draft("ACK", response.cseq, []), facing(context, target), target.protocol);
  context.resolve(target, ([hop]) => hop && context.transports.send(hop, ack.bytes, () => undefined));
  if (ended.has(response.toTag)) return;
  ended.add(response.toTag);
  const written = writeRequest(
    draft("BYE", response.cseq + 1, [REASON]),
    facing(context, target),
    target.protocol,
  );
  launch(context, { written, target });
}

/** The caller's side of the dialog, without ourselves among the routes. */
function dialogWith(context: Context, request: Parameters<typeof recognised>[1], response: SipResponse) {
  const ours = recognised(context, request);
  const routes = headerLines(response, "record-route").flatMap(splitValues).toReversed();
  return {
    callId: request.callId,
    localTag: request.fromTag,
    localAddress: header(request, "from") ?? "",
    remoteAddress: header(response, "to") ?? "",
    remoteTarget: contactUri(response) ?? request.uri,
    routeSet: routes.slice(routes.findLastIndex((route) => ours.own(uriOf(route))) + 1),
  };
}
