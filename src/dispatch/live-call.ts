import type { Call } from "../calls/index.ts";
import type { TenantId } from "../ids.ts";
import { type Flow, walkDeadline } from "../ivr/index.ts";

/**
 * A call that is not over, whose it is, and the graph it walks: a call finishes on the version of its flow that it
 * began with. No graph: the flow was taken out of use before the call was admitted.
 */
export interface LiveCall {
  readonly tenant: TenantId;
  readonly call: Call;
  readonly graph: Flow | undefined;
}

/** When the call's flow next needs the passing of time (epoch ms). */
export function flowDeadline({ call }: LiveCall): number | undefined {
  return call.at === "in-flow" && call.walk !== undefined ? walkDeadline(call.walk) : undefined;
}
