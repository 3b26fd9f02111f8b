import { isIP } from "node:net";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri, type Uri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import { type Connection, canDial, type Hop, isSecure } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { bindingName } from "./registration.ts";
import type { Dialog } from "./state.ts";
import { defaultPort, transportNamed } from "./uri-protocol.ts";

/** Why there is no next hop, in the words applications know. */
export type NoHop = "requested protocol/transport not available" | "invalid request-uri";

/** What may follow a registered connection. */
const FOLLOWS_BINDING = new Set(["INVITE", "OPTIONS", "NOTIFY", "MESSAGE"]);

/** The target a URI names (RFC 3263 4, without NAPTR and SRV). */
export function targetOfUri(context: Context, uri: Uri | undefined): Target | NoHop {
  if (uri?.scheme !== "sip" && uri?.scheme !== "sips") return "invalid request-uri";
  const protocol = context.transports.known(transportNamed(uri));
  if (!protocol || (isIP(uri.host) && !context.transports.reaches(protocol, uri.host)))
    return "requested protocol/transport not available";
  const mayUseTcp = protocol === "udp" && uri.transport === undefined;
  return { protocol, host: uri.host, port: uri.port ?? defaultPort(protocol), mayUseTcp };
}

/** The target of a route given by an application: a URI, or an address with or without port. */
export function targetOfRoute(context: Context, route: string): Target | NoHop {
  const text = parseNameAddr(route)?.uri ?? route;
  return targetOfUri(context, parseUri(text) ?? parseUri(`sip:${text}`));
}

/** Where a new request goes: the given route, else the connection of whoever registered, else its URI. */
export function targetOfNew(
  context: Context,
  request: { readonly method: string; readonly uri: Uri },
  route: string | undefined,
): Target | NoHop {
  if (route !== undefined) return targetOfRoute(context, route);
  const connection = FOLLOWS_BINDING.has(request.method) ? boundConnection(context, request.uri) : undefined;
  return connection ? targetOfConnection(connection) : targetOfUri(context, request.uri);
}

/** Where a request inside a dialog goes; `uri` is its Request-URI. */
export function targetInDialog(
  context: Context,
  dialog: Pick<Dialog, "route" | "routeSet" | "flow">,
  uri: string,
): Target | NoHop {
  if (dialog.route) return dialog.route;
  if (dialog.flow && usable(context, dialog.flow)) return targetOfHop(dialog.flow);
  const [first] = dialog.routeSet;
  if (first !== undefined) return targetOfRoute(context, first);
  const contact = parseUri(uri);
  // Who came back on another connection and registered again is found there.
  const connection = dialog.flow && contact && boundConnection(context, contact);
  return connection ? targetOfConnection(connection) : targetOfUri(context, contact);
}

/**
 * Nobody can call back to the port a lost connection came from; then only the Contact is left. Where NAT is
 * of no concern the Contact is believed, but a browser's leads nowhere (RFC 7118 5).
 */
function usable({ natTraversal }: Context, { connection, protocol }: Hop): boolean {
  return (connection?.open ?? true) && (natTraversal || !canDial(protocol));
}

/** The connection of whoever registered that URI; for `sips:` only one that is secure. */
function boundConnection({ tables }: Context, uri: Uri): Connection | undefined {
  const name = bindingName(uri.text);
  const connection = name === undefined ? undefined : tables.bindings.find(name);
  return connection && (uri.scheme !== "sips" || isSecure(connection.protocol)) ? connection : undefined;
}

/** A hop as a target that needs no looking up. */
export function targetOfHop({ protocol, address, port, connection }: Hop): Target {
  return { protocol, host: address, port, connection };
}

function targetOfConnection(connection: Connection): Target {
  return { protocol: connection.protocol, host: connection.address, port: connection.port, connection };
}
