import { appHeaders } from "../core/app-message.ts";
import type { Context } from "../core/context.ts";
import { ownVia } from "../core/self.ts";
import { parseUri } from "../sip/uri.ts";
import { ClientTransaction } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import type { Hop } from "../transport/transport.ts";
import { endLocally, giveUp } from "./branch-end.ts";
import { branchHost } from "./branch-host.ts";
import { statefulBranch } from "./branch-id.ts";
import { armTimer } from "./branch-timer.ts";
import { requestCopy } from "./copy.ts";
import type { Goal } from "./forking.ts";
import { targetOfGoal } from "./goal-target.ts";
import { findHops, type HopFailure, hopFailed } from "./hops.ts";
import { ownRouteHeaders } from "./record-route.ts";
import { recordAttempt } from "./records.ts";
import type { RouteInformation } from "./route-information.ts";
import type { Branch, ResponseContext, SentCopy } from "./state.ts";

/** What an application may not say differently about a request that it lets pass. */
const NOT_ITS_OWN = new Set(["from", "to", "call-id", "cseq", "max-forwards", "contact", "content-type"]);

/** Sends a copy of the request to one goal (RFC 3261 16.6). What comes of it is told to the context. */
export function startBranch(context: Context, of: ResponseContext, number: number, goal: Goal): void {
  const branch: Branch = {
    number,
    goal,
    context: of,
    further: [],
    sent: undefined,
    cancel: undefined,
    timers: new Map(),
    over: false,
  };
  of.branches.set(number, branch);
  const { provisionalMs, finalMs } = of.job.order;
  armTimer(context, branch, "provisional", provisionalMs, () => giveUp(branch));
  armTimer(context, branch, "final", finalMs, () => giveUp(branch));
  const target = targetOfGoal(context, of, goal);
  if (typeof target === "string") return endLocally(context, branch, 503, "Service Unavailable");
  const { request } = of.incoming;
  const copyFor = (hop: Hop) => writeCopy(context, branch, hop);
  findHops(context, { target, request, copyFor }, (hops) => {
    branch.further = hops;
    if (branch.over) return;
    if (branch.cancel) endLocally(context, branch, 487, "Request Terminated");
    else if (!tryNextHop(context, branch)) endLocally(context, branch, 503, "Service Unavailable");
  });
}

/** Sends to the next hop of the target (RFC 3263 4.3); false where there is none, or nobody waits any more. */
function tryNextHop(context: Context, branch: Branch): boolean {
  const [hop, ...further] = branch.further;
  if (!hop || branch.cancel || branch.over) return false;
  branch.further = further;
  const { method } = branch.context.incoming.request;
  const kind = { invite: method === "INVITE", reliable: context.transports.reliable(hop.protocol) };
  const elsewhere = (why: HopFailure): boolean => {
    branch.further = hopFailed(context, hop, why, branch.further);
    return tryNextHop(context, branch);
  };
  const transaction = new ClientTransaction(
    context,
    kind,
    branchHost(context, branch, { sent: () => sent, elsewhere }),
  );
  const sent: SentCopy = { ...writeCopy(context, branch, hop), hop, transaction, quiet: false };
  if (!branch.sent) recordAttempt(context, branch, sent.bytes);
  branch.sent = sent;
  context.proxy.state.transactions.set(clientKey(sent.id, method), transaction);
  // Whoever takes an INVITE says so at once (RFC 3261 17.2.1); others may think, unless repeats went unheard.
  const impatient = further.length > 0 && (kind.invite || !kind.reliable);
  armTimer(context, branch, "silence", impatient ? context.failover.afterMs : undefined, () => {
    if (elsewhere("timeout")) sent.quiet = true;
  });
  transaction.start();
  return true;
}

function writeCopy(
  context: Context,
  { context: of, goal }: Branch,
  hop: Hop,
): Omit<SentCopy, "hop" | "transaction" | "quiet"> {
  const { protocol, address } = hop;
  const { request, source } = of.incoming;
  const { order } = of.job;
  const id = statefulBranch(context.proxy.state.seal, request, context.ids.tag());
  const via = ownVia(context.self.facing(address), protocol, id);
  const own = order.recordRoute ? ownRouteHeaders(context, request, source, hop) : [];
  const setting = { self: context.self, protocol, filledIn: NOT_ITS_OWN };
  const instead = appHeaders({ headers: order.headers, body: request.body }, setting);
  const route = routeTo(context, of.route, goal);
  const recordRoute = own.find(([name]) => name === "Record-Route")?.[1];
  return { id, via, route, recordRoute, bytes: requestCopy(request, { route, via, own, instead }) };
}

/**
 * The Request-URI gives way to the goal only where it named this server, or a redirection said so. Without a
 * port it names any server on its host, and here it arrived.
 */
function routeTo(context: Context, { requestUri, routes }: RouteInformation, goal: Goal): RouteInformation {
  const asked = parseUri(requestUri);
  const ours = asked !== undefined && context.self.owns(asked.host, asked.port ?? context.self.port);
  return { requestUri: ours || goal.redirected ? goal.uri : requestUri, routes };
}
