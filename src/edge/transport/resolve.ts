import type { Hop, Protocol } from "./transport.ts";

/** A next hop as a URI or a connection names it, before its host is looked up. */
export interface Target {
  /** The transport; where it is left to DNS, the one to assume until DNS has spoken. */
  readonly protocol: Protocol;
  /** A name in lower case or an IP address, IPv6 without brackets. */
  readonly host: string;
  /** The port; where it is left to DNS, the one to use where DNS says nothing. */
  readonly port: number;
  readonly connection?: Hop["connection"];
  /** Whether nobody insisted on UDP, so that what is too large for it may go over TCP. */
  readonly mayUseTcp?: boolean | undefined;
  /**
   * What the URI did not say, so that SRV (`port`) or NAPTR and SRV (`transport-and-port`) may
   * (RFC 3263 4.1, 4.2). Absent: only addresses are looked up.
   */
  readonly leftToDns?: "port" | "transport-and-port" | undefined;
  /** Only TLS will do: the URI was `sips:` (RFC 3261 26.2.2). */
  readonly secure?: boolean;
  /** Taken first where it is among what is found: the hop that answered before. */
  readonly prefer?: Hop | undefined;
}

/**
 * Finds the hops of a target, best first; none where nothing is known of it. Calls `found` exactly once:
 * for IP addresses and open connections within the same turn, so that they cost no time.
 */
export type Resolve = (target: Target, found: (hops: readonly Hop[]) => void) => void;
