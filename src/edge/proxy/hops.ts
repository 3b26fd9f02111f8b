import type { Context } from "../core/context.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";
import { isForMany } from "./way.ts";

/** What is added to a request on its way through us is less than this many bytes, unless it is large anyway. */
const ADDED_BYTES = 500;
const SMALL_BYTES = 1_300 - ADDED_BYTES;

/**
 * Looks up the hops of a target, the best first; none where nothing is known of it. Where the request is too
 * large for UDP each hop is tried over TCP before (RFC 3261 18.1.1). `received` is its size as it came, `size`
 * gives the one it would have there, in bytes.
 */
export function findHops(
  context: Context,
  wanted: { readonly target: Target; readonly received: number; readonly size: (hop: Hop) => number },
  found: (hops: readonly Hop[]) => void,
): void {
  const { target, received, size } = wanted;
  const ways = (hop: Hop): readonly Hop[] => {
    const may = hop.protocol === "udp" && target.mayUseTcp === true && received > SMALL_BYTES;
    const tcp = may ? context.largeRequests.overTcp(target, size(hop)) : undefined;
    return tcp ? [{ ...hop, protocol: tcp.protocol }, hop] : [hop];
  };
  context.resolve(target, (hop) => found(hop && !isForMany(hop) ? ways(hop) : []));
}

/**
 * The hops that are left after one has failed. Only where it could not be reached at all the same place is
 * tried in another way.
 */
export function hopsAfter(
  context: Context,
  failed: Hop,
  why: "timeout" | "transport" | "unavailable",
  left: readonly Hop[],
): readonly Hop[] {
  const same = (hop: Hop): boolean => hop.address === failed.address && hop.port === failed.port;
  if (why !== "transport") return left.filter((hop) => !same(hop));
  const { protocol, address: host, port } = failed;
  if (protocol === "tcp" && left.some(same)) context.largeRequests.refused({ protocol, host, port });
  return left;
}
