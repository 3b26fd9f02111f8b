import type { Context } from "../core/context.ts";
import { refuseStateless } from "../core/incoming.ts";
import { targetOfRoute } from "../core/next-hop.ts";
import { bindingName } from "../core/registration.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import { ownVia } from "../core/self.ts";
import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import { statelessBranch } from "./branch-id.ts";
import { requestCopy } from "./copy.ts";
import type { Token } from "./flow-token.ts";
import { recognised, tokenIn } from "./record-route.ts";
import { forkName } from "./relay.ts";
import { postprocess, preprocess, type RouteInformation } from "./route-information.ts";
import { reasonNotToForward } from "./validation.ts";
import { isForMany, targetOfFlow } from "./way.ts";

const FLOW_FAILED: ReplyContent = { status: 430, reason: "Flow Failed" };
const UNREACHABLE: ReplyContent = { status: 503, reason: "Service Unavailable" };

/**
 * Passes on a request inside a dialog that we stay in the way of (RFC 3261 16.11), without keeping anything of
 * it. Only our own sealed Record-Route of that very dialog opens this way; false where it is not there.
 */
export function forwardStateless(context: Context, request: SipRequest, source: Source): boolean {
  if (request.toTag === "") return false;
  const routes = headerLines(request, "route").flatMap(splitValues);
  const received = { requestUri: request.uri, routes };
  const { removed, ...route } = preprocess(received, recognised(context, request));
  const last = removed.at(-1);
  const token = last === undefined ? undefined : tokenIn(context, request, last);
  if (!token || token.leads === "to-registrant") return false;
  const refused = reasonNotToForward(request);
  const onward = postprocess(route);
  const target = refused ?? targetOf(context, token, onward);
  if ("status" in target) refuse(context, request, source, target);
  else context.resolve(target, ([hop]) => send(context, request, source, { route: onward, hop }));
  return true;
}

/**
 * Where the token leads; else, where the flow is gone or none was needed, to the connection its addressee has
 * registered since, or where the next Route or the Request-URI says.
 */
function targetOf(
  context: Context,
  { flow }: Token,
  { requestUri, routes, nextHop }: ReturnType<typeof postprocess>,
): Target | ReplyContent {
  const alongFlow = flow && targetOfFlow(context, flow);
  if (alongFlow) return alongFlow;
  const name = routes.length === 0 ? bindingName(requestUri) : undefined;
  const connection = name === undefined ? undefined : context.tables.bindings.find(name);
  if (connection) {
    const { protocol, address, port } = connection;
    return { protocol, host: address, port, connection };
  }
  if (flow && /\.invalid(?:[:;>]|$)/i.test(nextHop)) return FLOW_FAILED;
  const target = targetOfRoute(context, nextHop);
  return typeof target === "string" ? UNREACHABLE : target;
}

function send(
  context: Context,
  request: SipRequest,
  source: Source,
  { route, hop }: { readonly route: RouteInformation; readonly hop: Hop | undefined },
): void {
  if (!hop || isForMany(hop)) return refuse(context, request, source, UNREACHABLE);
  const { seal, flows } = context.proxy.state;
  const name = source.connection ? flows.name(source.connection, () => context.ids.tag()) : "";
  const via = ownVia(context.self.facing(hop.address), hop.protocol, statelessBranch(seal, request, name));
  const copy = requestCopy(request, { route, via, own: [], instead: countedBack(context, request) });
  context.transports.send(hop, copy, () => refuse(context, request, source, UNREACHABLE));
}

/** A PRACK for a fork whose numbers were moved names the number the fork knows (RFC 3262 7.2). */
function countedBack(context: Context, request: SipRequest): readonly HeaderPair[] {
  const { callId, toTag, method } = request;
  const shift = context.proxy.state.rseqShifts.get(forkName(callId, toTag));
  const [, number, rest] = /^(\d{1,10})(\s.*)$/s.exec(header(request, "rack") ?? "") ?? [];
  if (method !== "PRACK" || shift === undefined || number === undefined) return [];
  return [["RAck", `${Number(number) - shift}${rest}`]];
}

function refuse(context: Context, request: SipRequest, source: Source, content: ReplyContent): void {
  if (request.method !== "ACK") refuseStateless(context, request, source, content);
}
