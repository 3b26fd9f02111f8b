import { isIP } from "node:net";
import { defaultPort, FOUND_BY_SRV, namedTransport } from "../resolve/services.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri, type Uri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import { type Connection, canDial, type Hop, isSecure, type Protocol } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import { bindingName } from "./registration.ts";
import type { Dialog } from "./state.ts";

/** Why there is no next hop, in the words applications know. */
export type NoHop = "requested protocol/transport not available" | "invalid request-uri";

/** `sip:2001:db8::1:5060`: what becomes of an IPv6 address where software writes it like any other. */
const BARE_IPV6 = /^(sips?:)([\da-f]*:[\da-f:]*)(?=:\d+(?:;|$))/i;
/** What may follow a registered connection. */
const FOLLOWS_BINDING = new Set(["INVITE", "OPTIONS", "NOTIFY", "MESSAGE"]);
const NOT_AVAILABLE = "requested protocol/transport not available";

/**
 * The target a URI names (RFC 3263 4): `maddr` before the host, and what it leaves to DNS. An IP address leaves
 * nothing; a port given leaves no transport to be chosen.
 */
export function targetOfUri(
  { transports }: Pick<Context, "transports">,
  uri: Uri | undefined,
): Target | NoHop {
  if (uri?.scheme === "sips" && uri.transport === "udp") return NOT_AVAILABLE;
  if (uri?.scheme !== "sip" && uri?.scheme !== "sips") return "invalid request-uri";
  const secure = uri.scheme === "sips";
  const host = maddrOf(uri) ?? uri.host;
  const named = namedTransport(secure, uri.transport);
  const protocol = named && transports.known(named);
  const family = isIP(host);
  const leftToDns = family === 0 && uri.port === undefined;
  const open = leftToDns && uri.transport === undefined;
  const usable = protocol ?? (open ? substitute(transports, secure) : undefined);
  if (!usable || (family !== 0 && !transports.reaches(usable, host))) return NOT_AVAILABLE;
  const port = uri.port ?? defaultPort(usable);
  const mayUseTcp = usable === "udp" && uri.transport === undefined;
  if (!leftToDns) return { protocol: usable, host, port, secure, mayUseTcp };
  return { protocol: usable, host, port, secure, mayUseTcp, leftToDns: open ? "transport-and-port" : "port" };
}

/** Where the usual transport is missing but DNS may choose: the first this server has. */
function substitute(transports: Context["transports"], secure: boolean): Protocol | undefined {
  return FOUND_BY_SRV.find((protocol) => transports.known(protocol) && isSecure(protocol) === secure);
}

/** RFC 3261 19.1.1: the address to send to in place of the host. */
function maddrOf({ text }: Uri): string | undefined {
  const value = /;maddr=\[?([\w.:-]+)\]?(?=[;?]|$)/i.exec(text.slice(text.indexOf("@") + 1))?.[1];
  return value?.toLowerCase();
}

/** The target of a route given by an application: a URI, or an address with or without port. */
export function targetOfRoute(context: Pick<Context, "transports">, route: string): Target | NoHop {
  return targetOfUri(context, routeUri(route));
}

/** Whether the text can be a route: it names a host in one of those ways. */
export function isRoute(text: string): boolean {
  return /^sips?$/.test(routeUri(text)?.scheme ?? "");
}

/** `host:5060` is no URI, though it begins like one; and parameters behind a bare URI are its own here. */
function routeUri(route: string): Uri | undefined {
  const text = ((route.includes("<") ? parseNameAddr(route)?.uri : undefined) ?? route).trim();
  const whole = /^(?:sips?|tel):/i.test(text) ? text : `sip:${text}`;
  return parseUri(whole) ?? parseUri(whole.replace(BARE_IPV6, "$1[$2]"));
}

/**
 * Where a new request goes: the given route, else the connection of whoever registered, else the outbound proxy
 * or its URI. A phone on a connection is reached there alone, so the proxy comes after it.
 */
export function targetOfNew(
  context: Context,
  request: { readonly method: string; readonly uri: Uri },
  route: string | undefined,
): Target | NoHop {
  if (route !== undefined) return targetOfRoute(context, route);
  const connection = FOLLOWS_BINDING.has(request.method) ? boundConnection(context, request.uri) : undefined;
  if (connection) return targetOfConnection(connection);
  const { outboundProxy } = context;
  return outboundProxy === undefined
    ? targetOfUri(context, request.uri)
    : targetOfRoute(context, outboundProxy);
}

/** What a dialog remembers of the way of its first request: a route, or the outbound proxy, and nothing else. */
export function rememberedRoute(
  { outboundProxy }: Context,
  route: string | undefined,
  target: Target,
): Target | undefined {
  const chosen = route !== undefined || (outboundProxy !== undefined && !target.connection);
  return chosen ? target : undefined;
}

/** Where a request inside a dialog goes; `uri` is its Request-URI. The hop that answered before comes first. */
export function targetInDialog(
  context: Context,
  dialog: Pick<Dialog, "route" | "routeSet" | "flow"> & Partial<Pick<Dialog, "answeredBy">>,
  uri: string,
): Target | NoHop {
  const target = wayInDialog(context, dialog, uri);
  const { answeredBy } = dialog;
  if (typeof target === "string" || !answeredBy || !target.leftToDns) return target;
  const protocol = target.leftToDns === "port" ? target.protocol : answeredBy.protocol;
  return { ...target, protocol, prefer: answeredBy };
}

function wayInDialog(
  context: Context,
  { route, routeSet, flow }: Pick<Dialog, "route" | "routeSet" | "flow">,
  uri: string,
): Target | NoHop {
  if (route) return route;
  if (flow && usable(context, flow)) return targetOfHop(flow);
  const [first] = routeSet;
  if (first !== undefined) return targetOfRoute(context, first);
  const contact = parseUri(uri);
  // Who came back on another connection and registered again is found there.
  const connection = flow && contact && boundConnection(context, contact);
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
