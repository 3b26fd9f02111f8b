import type { App } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import { answerInstead } from "./answer-instead.ts";
import { beginProxying } from "./begin.ts";
import { type Goal, MOST_BRANCHES } from "./forking.ts";
import { canBeTried } from "./goal-target.ts";
import { type Order, readOrder } from "./order.ts";
import { briefReporter, type Commander, fullReporter } from "./progress.ts";

const NO_TRANSPORT = "requested protocol/transport not available";

/** A `proxy` command: its id, the fields behind the verb, and the request line and headers that follow. */
export interface ProxyCommand {
  readonly id: string;
  readonly fields: readonly string[];
  readonly message: Buffer;
}

/**
 * An application lets a request pass. Returns why that cannot be; else what becomes of it is told to the
 * application, as far as it wants to know.
 */
export function proxyRequest(
  context: Context,
  app: App & Commander,
  { id, fields, message }: ProxyCommand,
): string | undefined {
  const order = readOrder(fields, message);
  if (!order) return "no destination to proxy to";
  if (order.targets.length > MOST_BRANCHES) return `more than ${MOST_BRANCHES} destinations`;
  const incoming = context.tables.incoming.get(order.transactionId);
  if (!incoming || incoming.owner !== app || incoming.answered || incoming.dialog) {
    return `Unknown transaction id: ${order.transactionId}`;
  }
  const goals = usableGoals(context, incoming.request.method, order);
  if (goals.length === 0) {
    answerInstead(context, incoming, { status: 500, reason: "Server Internal Error" });
    return NO_TRANSPORT;
  }
  if (context.proxy.state.contexts.size >= context.proxy.state.mostContexts) {
    answerInstead(context, incoming, {
      status: 503,
      reason: "Service Unavailable",
      headers: [["Retry-After", "10"]],
    });
    return "too many requests are being proxied";
  }
  const reporter = order.tellsAll ? fullReporter(context, app, id) : undefined;
  const refused = beginProxying(context, incoming, {
    order,
    goals,
    reporter: reporter ?? briefReporter(app, id),
  });
  return refused?.reason;
}

function usableGoals(context: Context, method: string, { targets }: Order): Goal[] {
  // The library puts `sip:` before whatever does not begin with it, `sips:` included.
  const meant = targets.map((text) => text.replace(/^sip:(?=sips:)/i, ""));
  const uris = meant.map((text) => (/^(?:sips?|tel):/i.test(text) ? text : `sip:${text}`));
  const usable = [...new Set(uris)].filter((uri) => canBeTried(context, method, uri));
  return usable.map((uri): Goal => ({ uri, redirected: false }));
}
