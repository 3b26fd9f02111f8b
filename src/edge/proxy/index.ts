import type { Context } from "../core/context.ts";
import { openIncoming } from "../core/incoming.ts";
import type { SipRequest } from "../sip/message.ts";
import { clientKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import { beginProxying } from "./begin.ts";
import { visit } from "./branch-id.ts";
import { takeUp } from "./credentials.ts";
import { Flows } from "./flows.ts";
import { reasonsIn } from "./hop-by-hop.ts";
import type { Proxying } from "./port.ts";
import { Seal } from "./seal.ts";
import type { ProxyState } from "./state.ts";
import { forwardStateless, isOfOurs } from "./stateless-request.ts";
import { returnStateless } from "./stateless-response.ts";

/** What a proxy is told from outside. */
export interface ProxySettings {
  /** Seals our Route values; where it stays the same, calls in progress survive a restart. */
  readonly secret?: string | undefined;
  /** How many requests are proxied at once; 20,000 unless told. */
  readonly mostRequests?: number | undefined;
}

const MOST_REQUESTS = 20_000;

/** The proxy of a server whose context comes into being together with it. */
export function proxyOf(context: () => Context, { secret, mostRequests }: ProxySettings): Proxying {
  const state: ProxyState = {
    contexts: new Map(),
    transactions: new Map(),
    challenged: new Map(),
    flows: new Flows(),
    rseqShifts: new Map(),
    seal: new Seal(secret),
    mostContexts: mostRequests ?? MOST_REQUESTS,
  };
  return {
    state,
    takes: (request, source) =>
      forwardStateless(context(), request, source) || retried(context(), request, source),
    staysIn: (request) => isOfOurs(context(), request),
    response: (response, source) => {
      const key = clientKey(response.via.parameters.get("branch") ?? "", response.method);
      const transaction = state.transactions.get(key);
      if (transaction) transaction.receive(response, source);
      else returnStateless(context(), response);
    },
    cancelled: (invite, cancel) => {
      const of = state.contexts.get(invite);
      if (!of) return;
      of.cancelReasons = reasonsIn(cancel);
      of.tell({ type: "cancelled" });
    },
    visit: (request) => visit(state.seal, request, (host, port) => context().self.owns(host, port)),
    dropConnection: (connection) => state.flows.drop(connection),
    stop: () => stop(state),
  };
}

/** How much a proxy holds at a moment. */
export function proxyCounts({ contexts, transactions, challenged, flows }: ProxyState) {
  return {
    proxied: contexts.size,
    proxyTransactions: transactions.size,
    proxyChallenges: challenged.size,
    proxyFlows: flows.size,
  };
}

/** A challenged request comes again with credentials: it goes on where it was challenged. */
function retried(context: Context, request: SipRequest, source: Source): boolean {
  const job = takeUp(context, request, source.address);
  if (!job) return false;
  if (request.method === "INVITE") context.records.attempt("network", request);
  if (beginProxying(context, openIncoming(context, request, source), job)) job.reporter.done();
  return true;
}

function stop(state: ProxyState): void {
  for (const { expiry } of state.challenged.values()) expiry.cancel();
  state.challenged.clear();
  for (const transaction of [...state.transactions.values()]) transaction.abandon();
  for (const { branches } of state.contexts.values()) {
    for (const { timers } of branches.values()) for (const timer of timers.values()) timer.cancel();
  }
  state.contexts.clear();
}
