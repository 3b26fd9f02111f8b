import type { Context } from "../core/context.ts";
import { contactUri } from "../core/dialog.ts";
import { targetOfHop } from "../core/next-hop.ts";
import { headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import { parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { Flow } from "./flow-token.ts";

/**
 * The way back to whoever sent a request, where its Contact does not say it: behind NAT, or on a connection
 * that only it could open. Undefined where the Contact, or another proxy's Record-Route, says enough.
 */
export function wayToCaller(context: Context, request: SipRequest, source: Source): Flow | undefined {
  if (headerLines(request, "record-route").length > 0) return undefined;
  return speaksFrom(source, contactUri(request), true) ? undefined : flowOf(context, source);
}

/** The same for whoever answered. On UDP many answer from one port and listen on another: the host counts. */
export function wayToCallee(context: Context, response: SipResponse, source: Source): Flow | undefined {
  const exactly = source.connection !== undefined;
  return speaksFrom(source, contactUri(response), exactly) ? undefined : flowOf(context, source);
}

function speaksFrom(source: Source, contact: string | undefined, exactly: boolean): boolean {
  const uri = contact === undefined ? undefined : parseUri(contact);
  return uri?.host === source.address && (!exactly || (uri.port ?? 5060) === source.port);
}

/** A flow that later leads back where a message came from. */
export function flowOf(context: Context, { protocol, address, port, connection }: Source): Flow {
  const { flows } = context.proxy.state;
  return {
    protocol,
    address,
    port,
    connection: connection ? flows.name(connection, () => context.ids.tag()) : "",
  };
}

/** A flow as something to send to. Undefined where its connection is gone: nobody could open it again. */
export function targetOfFlow(
  context: Context,
  { protocol, address, port, connection }: Flow,
): Target | undefined {
  const known = context.transports.known(protocol);
  if (!known) return undefined;
  if (connection === "") return { protocol: known, host: address, port };
  const open = context.proxy.state.flows.find(connection);
  return open && targetOfHop({ protocol: known, address, port, connection: open });
}

/** Whether an address belongs to many at once, or to nobody: nothing is ever forwarded there (RFC 4475 3.3.10). */
export function isForMany({ address }: Pick<Hop, "address">): boolean {
  if (address.includes(":")) return /^ff|^::$/i.test(address);
  const first = Number(address.split(".", 1)[0]);
  return address === "255.255.255.255" || first === 0 || (first >= 224 && first <= 239);
}
