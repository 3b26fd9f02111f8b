import type { Context } from "../core/context.ts";
import { refuseStateless } from "../core/incoming.ts";
import { targetInDialog } from "../core/next-hop.ts";
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
import { hopOfFlow, isForMany } from "./way.ts";

const FLOW_FAILED: ReplyContent = { status: 430, reason: "Flow Failed" };
const UNREACHABLE: ReplyContent = { status: 503, reason: "Service Unavailable" };

/**
 * Passes on a request inside a dialog that we stay in the way of (RFC 3261 16.11), without keeping anything of
 * it. Only our own sealed Record-Route of that very dialog opens this way; false where it is not there.
 */
export function forwardStateless(context: Context, request: SipRequest, source: Source): boolean {
  const { token, route } = opened(context, request);
  if (!token) return false;
  const refused = reasonNotToForward(request);
  const onward = postprocess(route);
  const target = refused ?? targetOf(context, token, onward);
  if ("status" in target) refuse(context, request, source, target);
  else context.resolve(target, (hops) => send(context, { request, source, route: onward, target }, hops));
  return true;
}

/** Whether it would be passed on so. */
export function isOfOurs(context: Context, request: SipRequest): boolean {
  return opened(context, request).token !== undefined;
}

/** Its route without what is ours, and what our own value says; undefined where none opens a dialog. */
function opened(
  context: Context,
  request: SipRequest,
): { readonly token: Token | undefined; readonly route: RouteInformation } {
  const routes = headerLines(request, "route").flatMap(splitValues);
  const received = { requestUri: request.uri, routes };
  const { removed, ...route } = preprocess(received, recognised(context, request));
  const last = removed.at(-1);
  const token = last === undefined || request.toTag === "" ? undefined : tokenIn(context, request, last);
  return { token: token?.leads === "to-registrant" ? undefined : token, route };
}

/**
 * Where the token leads; else, where the flow is gone or none was needed, to the connection its addressee has
 * registered since, or where the next Route or the Request-URI says.
 */
function targetOf(
  context: Context,
  { flow }: Token,
  { requestUri, nextHop }: ReturnType<typeof postprocess>,
): Target | ReplyContent {
  const way = {
    route: undefined,
    routeSet: nextHop === requestUri ? [] : [`<${nextHop}>`],
    flow: flow && hopOfFlow(context, flow),
  };
  const target = targetInDialog(context, way, requestUri);
  const lost = flow !== undefined && (typeof target === "string" || target.host.endsWith(".invalid"));
  if (lost) return FLOW_FAILED;
  return typeof target === "string" ? UNREACHABLE : target;
}

/** One request on its way, and where it came from. */
interface Passing {
  readonly request: SipRequest;
  readonly source: Source;
  readonly route: RouteInformation;
  readonly target: Target;
}

/** Over TCP where it is too large for UDP, and over UDP after all where TCP is not spoken (RFC 3261 18.1.1). */
function send(context: Context, passing: Passing, hops: readonly Hop[]): void {
  const { request, source, target } = passing;
  const [first] = hops.filter((hop) => !isForMany(hop));
  if (!first) return refuse(context, request, source, UNREACHABLE);
  const written = { bytes: copyFor(context, passing, first) };
  const ways = context.largeRequests.overTcpFirst([first], { target, written });
  const copies = ways.map((hop) =>
    hop === first ? { hop, ...written } : { hop, bytes: copyFor(context, passing, hop) },
  );
  const transmit = (at: number): void => {
    const copy = copies[at];
    if (!copy) return refuse(context, request, source, UNREACHABLE);
    context.transports.send(copy.hop, copy.bytes, () => {
      if (at + 1 < copies.length) context.largeRequests.refused(copy.hop);
      transmit(at + 1);
    });
  };
  transmit(0);
}

function copyFor(context: Context, { request, source, route }: Passing, { protocol, address }: Hop): Buffer {
  const { seal, flows } = context.proxy.state;
  const name = source.connection ? flows.name(source.connection, () => context.ids.tag()) : "";
  const via = ownVia(context.self.facing(address), protocol, statelessBranch(seal, request, name));
  return requestCopy(request, { route, via, own: [], instead: countedBack(context, request) });
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
