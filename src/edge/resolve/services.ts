import type { Protocol } from "../transport/transport.ts";

/** How a transport is named in DNS and in URIs. */
interface Service {
  /** RFC 3263 4.1, RFC 7118 for WebSocket. */
  readonly naptr: string;
  /** What stands before the domain in an SRV name. */
  readonly srv: string;
  readonly defaultPort: number;
}

const SERVICES: Readonly<Record<Protocol, Service>> = {
  udp: { naptr: "SIP+D2U", srv: "_sip._udp", defaultPort: 5060 },
  tcp: { naptr: "SIP+D2T", srv: "_sip._tcp", defaultPort: 5060 },
  tls: { naptr: "SIPS+D2T", srv: "_sips._tcp", defaultPort: 5061 },
  ws: { naptr: "SIP+D2W", srv: "_sip._ws", defaultPort: 80 },
  wss: { naptr: "SIPS+D2W", srv: "_sips._ws", defaultPort: 443 },
};

/** Over what a `sips:` URI goes: each transport it may name, and none. */
const SECURED: Readonly<Record<string, Protocol>> = {
  "": "tls",
  tcp: "tls",
  tls: "tls",
  ws: "wss",
  wss: "wss",
};

const PROTOCOLS: readonly Protocol[] = ["udp", "tcp", "tls", "ws", "wss"];

/** Those that have SRV names of their own (RFC 3263 4.1), in the order in which they are asked for without NAPTR. */
export const FOUND_BY_SRV: readonly Protocol[] = ["udp", "tcp", "tls"];

/** The port a transport has where nobody names one (RFC 3261 19.1.2, RFC 7118 5.2). */
export function defaultPort(protocol: Protocol): number {
  return SERVICES[protocol].defaultPort;
}

/** The name whose SRV records tell where a domain offers a transport (RFC 3263 4.2). */
export function srvName(protocol: Protocol, domain: string): string {
  return `${SERVICES[protocol].srv}.${domain}`;
}

/** The transport a NAPTR service stands for; undefined for other services, and for transports like SCTP. */
export function protocolOfService(service: string): Protocol | undefined {
  const upper = service.toUpperCase();
  return PROTOCOLS.find((protocol) => SERVICES[protocol].naptr === upper);
}

/** The transport a URI asks for by name; undefined where there is none such. `transport` is in lower case. */
export function namedTransport(secure: boolean, transport: string | undefined): Protocol | undefined {
  if (secure) return Object.hasOwn(SECURED, transport ?? "") ? SECURED[transport ?? ""] : undefined;
  return PROTOCOLS.find((protocol) => protocol === (transport ?? "udp"));
}
