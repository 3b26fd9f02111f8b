import type { Context } from "../core/context.ts";
import { defaultPort } from "../resolve/services.ts";
import type { SipResponse } from "../sip/message.ts";
import type { Via } from "../sip/via.ts";
import type { Hop } from "../transport/transport.ts";
import { statelessReturn } from "./branch-id.ts";
import { responseCopy } from "./copy.ts";
import { recordRelease } from "./records.ts";
import { isForMany } from "./way.ts";

/**
 * Passes on the response to a request that was forwarded statelessly, by its next Via (RFC 3261 16.11, 18.2.2).
 * Only where our own sealed branch shows that there was such a request: nobody is sent what he did not ask for.
 */
export function returnStateless(context: Context, response: SipResponse): void {
  const back = statelessReturn(context.proxy.state.seal, response);
  const hop = back && hopBack(context, back.via, back.connection);
  const copy = responseCopy(response, {});
  if (!hop || !copy || isForMany(hop)) return;
  context.transports.send(hop, copy, () => undefined);
  if (response.method === "BYE" && response.status >= 200) recordRelease(context, response);
}

/** Over the connection the request came on; else to the address it came from (RFC 3581 4). */
function hopBack(
  context: Context,
  { protocol, host, port, parameters }: Via,
  connection: string,
): Hop | undefined {
  const open = context.proxy.state.flows.find(connection);
  if (open) return { protocol: open.protocol, address: open.address, port: open.port, connection: open };
  const known = context.transports.known(protocol.toLowerCase());
  const rport = Number(parameters.get("rport") ?? "");
  const address = (parameters.get("received") ?? host).replace(/^\[|\]$/g, "");
  if (!known) return undefined;
  return {
    protocol: known,
    address,
    port: known === "udp" && rport > 0 ? rport : (port ?? defaultPort(known)),
  };
}
