import type { Uri } from "../sip/uri.ts";
import { isSecure, type Protocol } from "../transport/transport.ts";

/**
 * The name of the transport by which a URI without further knowledge is reached (RFC 3263 4.1): UDP, and
 * TLS for `sips:`, where `transport=tcp` and `ws` mean what is under the TLS (RFC 3261 26.2.2, RFC 5630
 * 3.1.4, RFC 7118 5.2.3). It may be one this server does not have, or none at all.
 */
export function transportNamed({ scheme, transport }: Pick<Uri, "scheme" | "transport">): string {
  if (scheme !== "sips") return transport ?? "udp";
  if (transport === "ws" || transport === "wss") return "wss";
  return transport === undefined || transport === "tcp" || transport === "tls" ? "tls" : "none";
}

/** The port where the URI names none (RFC 3261 19.1.2). */
export function defaultPort(protocol: Protocol): number {
  return isSecure(protocol) ? 5061 : 5060;
}
