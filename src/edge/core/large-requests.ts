import type { Clock } from "../clock.ts";
import { RecentSet } from "../recent-set.ts";
import type { Transports } from "../transport/index.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";
import type { WrittenRequest } from "./draft.ts";

/** RFC 3261 18.1.1: within 200 bytes of a path MTU of 1,500, or where that is not known, above 1,300. */
const LARGEST_OVER_UDP_BYTES = 1_300;

const AVOID_MS = 600_000;
const MOST_AVOIDED = 10_000;

/**
 * Requests too large for UDP, which would be cut into pieces that get lost, go over TCP, unless their URI
 * insists on UDP (RFC 3261 18.1.1). Who did not take TCP is not tried again for a while.
 */
export class LargeRequests {
  readonly #transports: Transports;
  readonly #enabled: boolean;
  readonly #avoided: RecentSet;

  constructor(transports: Transports, clock: Clock, enabled: boolean) {
    this.#transports = transports;
    this.#enabled = enabled;
    this.#avoided = new RecentSet(clock, AVOID_MS, MOST_AVOIDED);
  }

  /** The hops with those over TCP first that a request of that size should take; as they are where none should. */
  overTcpFirst(
    hops: readonly Hop[],
    { target, written }: { readonly target: Target; readonly written: Pick<WrittenRequest, "bytes"> },
  ): readonly Hop[] {
    if (!this.#enabled || !target.mayUseTcp || written.bytes.length <= LARGEST_OVER_UDP_BYTES) return hops;
    return hops.flatMap((hop) => (this.#mayTry(hop) ? [{ ...hop, protocol: "tcp" as const }, hop] : [hop]));
  }

  /** TCP could not be spoken there. */
  refused(hop: Hop): void {
    this.#avoided.add(nameOf(hop));
  }

  #mayTry(hop: Hop): boolean {
    if (hop.protocol !== "udp" || hop.connection) return false;
    return this.#transports.reaches("tcp", hop.address) && !this.#avoided.has(nameOf(hop));
  }
}

function nameOf({ address, port }: Hop): string {
  return `${address} ${port}`;
}
