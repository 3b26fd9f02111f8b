import { header, type SipResponse } from "../sip/message.ts";
import type { Context } from "./context.ts";
import { type Draft, facing, writeRequest } from "./draft.ts";
import type { Attempt } from "./state.ts";

const EMPTY = Buffer.alloc(0);

/** The ACK for a failure response (RFC 3261 17.1.1.3): same branch, To as in the response, same hop. */
export function acknowledgeFailure(
  context: Context,
  { written, hop, protocol }: Attempt,
  response: SipResponse,
): void {
  if (!hop) return;
  const { draft, branch } = written;
  const ack: Draft = {
    ...draft,
    method: "ACK",
    to: header(response, "to") ?? draft.to,
    maxForwards: "70",
    contact: undefined,
    rest: [],
    body: EMPTY,
  };
  const { bytes } = writeRequest(ack, facing(context, { host: hop.address }), protocol, branch);
  context.transports.send(hop, bytes, () => undefined);
}
