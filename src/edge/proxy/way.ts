import type { Context } from "../core/context.ts";
import { contactUri } from "../core/dialog.ts";
import { defaultPort } from "../resolve/services.ts";
import { headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import { parseUri } from "../sip/uri.ts";
import { type Connection, canonical, type Hop, type Protocol, type Source } from "../transport/transport.ts";
import type { Flow } from "./flow-token.ts";

const PROTOCOLS: readonly Protocol[] = ["udp", "tcp", "tls", "ws", "wss"];

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
  if (!uri || canonical(uri.host) !== canonical(source.address)) return false;
  return !exactly || (uri.port ?? defaultPort(source.protocol)) === source.port;
}

/** A flow that later leads back where a message came from. */
export function flowOf(context: Context, { protocol, address, port, connection }: Source): Flow {
  const { flows } = context.proxy.state;
  const name = connection ? flows.name(connection, () => context.ids.tag()) : "";
  return { protocol, address, port, connection: name };
}

/** A flow as a hop, with a closed connection where that has gone. Undefined where it is of a kind we do not know. */
export function hopOfFlow(context: Context, { protocol, address, port, connection }: Flow): Hop | undefined {
  const known = PROTOCOLS.find((one) => one === protocol);
  if (!known) return undefined;
  const hop = { protocol: known, address, port };
  if (connection === "") return hop;
  const gone: Connection = { ...hop, open: false };
  return { ...hop, connection: context.proxy.state.flows.find(connection) ?? gone };
}

/** Whether an address belongs to many at once, or to nobody: nothing is ever forwarded there (RFC 4475 3.3.10). */
export function isForMany({ address }: Pick<Hop, "address">): boolean {
  if (address.includes(":")) return /^ff|^::$/i.test(address);
  const first = Number(address.split(".", 1)[0]);
  return address === "255.255.255.255" || first === 0 || (first >= 224 && first <= 239);
}
