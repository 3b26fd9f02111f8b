import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri, type Uri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import type { Connection, Hop } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { bindingName } from "./registration.ts";
import type { Dialog } from "./state.ts";

/** Why there is no next hop, in the words applications know. */
export type NoHop = "requested protocol/transport not available" | "invalid request-uri";

const DEFAULT_PORT = 5060;
/** What may follow a registered connection. */
const FOLLOWS_BINDING = new Set(["INVITE", "OPTIONS", "NOTIFY", "MESSAGE"]);

/** The target a URI names (RFC 3263 4, without NAPTR and SRV). */
export function targetOfUri(context: Context, uri: Uri | undefined): Target | NoHop {
  if (uri?.scheme === "sips") return "requested protocol/transport not available";
  if (uri?.scheme !== "sip") return "invalid request-uri";
  const protocol = context.transports.known(uri.transport ?? "udp");
  if (!protocol) return "requested protocol/transport not available";
  return { protocol, host: uri.host, port: uri.port ?? DEFAULT_PORT };
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
  const name = FOLLOWS_BINDING.has(request.method) ? bindingName(request.uri.text) : undefined;
  const connection = name === undefined ? undefined : context.tables.bindings.find(name);
  return connection ? targetOfConnection(connection) : targetOfUri(context, request.uri);
}

/** Where a request inside a dialog goes; `uri` is its Request-URI. */
export function targetInDialog(
  context: Context,
  dialog: Pick<Dialog, "route" | "routeSet" | "flow">,
  uri: string,
): Target | NoHop {
  if (dialog.route) return dialog.route;
  const [first] = dialog.routeSet;
  if (first !== undefined) return targetOfRoute(context, first);
  return dialog.flow && usable(dialog.flow) ? targetOfHop(dialog.flow) : targetOfUri(context, parseUri(uri));
}

/** Nobody can call back to the port a lost connection came from; then only the Contact is left. */
function usable({ connection }: Hop): boolean {
  return connection?.open ?? true;
}

/** A hop as a target that needs no looking up. */
export function targetOfHop({ protocol, address, port, connection }: Hop): Target {
  return { protocol, host: address, port, connection };
}

function targetOfConnection(connection: Connection): Target {
  return { protocol: connection.protocol, host: connection.address, port: connection.port, connection };
}
