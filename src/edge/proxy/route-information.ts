import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri } from "../sip/uri.ts";

/** What says where a request goes: its Request-URI, and its Route values in order. */
export interface RouteInformation {
  readonly requestUri: string;
  readonly routes: readonly string[];
}

/** What a proxy recognises. */
export interface Recognised {
  /** Whether this proxy wrote that URI into a Record-Route. */
  placed(uri: string): boolean;
  /** Whether that URI names this proxy. */
  own(uri: string): boolean;
}

/**
 * Route information as received, made ready for forwarding (RFC 3261 16.4): what a strict router moved is put
 * back, a `maddr` that names us is taken away, and so are the Route values that led here. `removed` are our
 * own values in the order they were passed.
 */
export function preprocess(
  received: RouteInformation,
  recognised: Recognised,
): RouteInformation & { readonly removed: readonly string[] } {
  const removed: string[] = [];
  let { requestUri } = received;
  const routes = [...received.routes];
  const last = routes.at(-1);
  if (last !== undefined && recognised.placed(requestUri)) {
    removed.push(requestUri);
    requestUri = uriOf(last);
    routes.pop();
  }
  while (routes[0] !== undefined && recognised.own(uriOf(routes[0])))
    removed.push(uriOf(routes.shift() ?? ""));
  return { requestUri: withoutMaddr(requestUri, recognised), routes, removed };
}

/**
 * Route information as it goes out, and the URI it goes to (RFC 3261 16.6 items 6 and 7): a strict router
 * (one without `lr`) wants itself as Request-URI, and the target as last Route.
 */
export function postprocess({
  requestUri,
  routes,
}: RouteInformation): RouteInformation & { readonly nextHop: string } {
  const [first, ...others] = routes;
  if (first === undefined) return { requestUri, routes, nextHop: requestUri };
  const next = uriOf(first);
  if (parseUri(next)?.lr) return { requestUri, routes, nextHop: next };
  return { requestUri: next, routes: [...others, `<${requestUri}>`], nextHop: next };
}

/** The URI in a Route value; the value itself where it is none. */
export function uriOf(route: string): string {
  return parseNameAddr(route)?.uri ?? route;
}

const MADDR = /;maddr=([^;?]+)/i;

function withoutMaddr(uri: string, recognised: Recognised): string {
  const host = MADDR.exec(uri)?.[1];
  const port = parseUri(uri)?.port;
  if (host === undefined || !recognised.own(`sip:${host}${port === undefined ? "" : `:${port}`}`)) return uri;
  const bare = uri.replace(MADDR, "").replace(/;transport=[^;?]*/i, "");
  return port === undefined ? bare : bare.replace(`:${port}`, "");
}
