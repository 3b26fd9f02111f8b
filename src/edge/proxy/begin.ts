import type { Context } from "../core/context.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import type { Incoming } from "../core/state.ts";
import { splitValues } from "../sip/header-text.ts";
import { headerLines } from "../sip/message.ts";
import { answerInstead } from "./answer-instead.ts";
import { recognised, tokenIn } from "./record-route.ts";
import { openContext } from "./response-context.ts";
import { preprocess } from "./route-information.ts";
import type { Job } from "./state.ts";
import { reasonNotToForward } from "./validation.ts";

/**
 * Proxies a request, which from now on belongs to nobody but the proxy. Where it may not be forwarded it is
 * answered instead, and that answer is returned.
 */
export function beginProxying(context: Context, incoming: Incoming, job: Job): ReplyContent | undefined {
  incoming.patience?.cancel();
  incoming.owner = undefined;
  context.tables.incoming.delete(incoming.id);
  const { request } = incoming;
  const refused = reasonNotToForward(request);
  if (refused) {
    answerInstead(context, incoming, refused);
    return refused;
  }
  const routes = headerLines(request, "route").flatMap(splitValues);
  const route = preprocess({ requestUri: request.uri, routes }, recognised(context, request));
  const last = route.removed.at(-1);
  const token = last === undefined ? undefined : tokenIn(context, request, last);
  const pathFlow = token?.leads === "to-registrant" ? token.flow : undefined;
  openContext(context, incoming, job, { route, pathFlow });
  return undefined;
}
