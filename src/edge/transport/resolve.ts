import { lookup, Resolver } from "node:dns";
import { isIP } from "node:net";
import type { Hop, Protocol } from "./transport.ts";

/** A next hop as a URI names it, before its host is looked up. */
export interface Target {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly connection?: Hop["connection"];
  /** Whether nobody insisted on UDP, so that what is too large for it may go over TCP. */
  readonly mayUseTcp?: boolean | undefined;
}

/** Looks a host name up. IP addresses are answered within the same turn, so that they cost no time. */
export type Resolve = (target: Target, found: (hop: Hop | undefined) => void) => void;

/** Host names through the machine's own resolver; NAPTR and SRV (RFC 3263) are not asked yet. */
export const resolveTarget: Resolve = (target, found) => {
  const { protocol, host, port, connection } = target;
  if (connection?.open || isIP(host)) return found({ protocol, address: host, port, connection });
  lookup(host, { family: 4 }, (error, address) => {
    found(error ? undefined : { protocol, address, port, serverName: host });
  });
};

/** The same through certain name servers, given as `address` or `address:port`. */
export function resolverAt(servers: readonly string[]): Resolve {
  const resolver = new Resolver();
  resolver.setServers([...servers]);
  return (target, found) => {
    const { protocol, host, port, connection } = target;
    if (connection?.open || isIP(host)) return found({ protocol, address: host, port, connection });
    resolver.resolve4(host, (error, addresses) => {
      const address = error ? undefined : addresses[0];
      found(address === undefined ? undefined : { protocol, address, port, serverName: host });
    });
  };
}
