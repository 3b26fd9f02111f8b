import type { Clock } from "../clock.ts";
import { RecentSet } from "../recent-set.ts";
import type { Transports } from "../transport/index.ts";
import type { Target } from "../transport/resolve.ts";

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

  /** The way over TCP that a request of that size should take first; undefined where it stays as it is. */
  overTcp(target: Target, bytes: number): Target | undefined {
    if (!this.#enabled || !target.mayUseTcp || bytes <= LARGEST_OVER_UDP_BYTES) return undefined;
    if (this.#transports.known("tcp") === undefined || this.#avoided.has(nameOf(target))) return undefined;
    return { ...target, protocol: "tcp", mayUseTcp: false };
  }

  /** TCP could not be spoken there. */
  refused(target: Target): void {
    this.#avoided.add(nameOf(target));
  }
}

function nameOf({ host, port }: Target): string {
  return `${host} ${port}`;
}
