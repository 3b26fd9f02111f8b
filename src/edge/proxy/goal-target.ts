import type { Context } from "../core/context.ts";
import { targetOfHop, targetOfNew } from "../core/next-hop.ts";
import { parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import type { Goal } from "./forking.ts";
import type { ResponseContext } from "./state.ts";
import { hopOfFlow } from "./way.ts";

/** Where a goal is: along its own Path, on its registered connection, or where its URI says. Else why not. */
export function targetOfGoal(
  context: Context,
  { incoming: { request }, pathFlow }: Pick<ResponseContext, "incoming" | "pathFlow">,
  goal: Goal,
): Target | string {
  const alongPath = pathFlow && goal.uri === request.uri ? hopOfFlow(context, pathFlow) : undefined;
  if (alongPath && alongPath.connection?.open !== false) return targetOfHop(alongPath);
  return targetOfText(context, request.method, goal.uri);
}

/** Whether this server could send there at all. */
export function canBeTried(context: Context, method: string, uri: string): boolean {
  return typeof targetOfText(context, method, uri) !== "string";
}

function targetOfText(context: Context, method: string, text: string): Target | string {
  const uri = parseUri(text);
  // An outbound proxy is for requests that nobody gave a way; these have been given one.
  const direct = { ...context, outboundProxy: undefined };
  return uri ? targetOfNew(direct, { method, uri }, undefined) : "invalid request-uri";
}
