import type { Context } from "../core/context.ts";
import { avoid } from "../core/failover.ts";
import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";
import { isChallenge } from "./best-response.ts";
import { isForMany } from "./way.ts";

/** How a hop failed: silent for too long, out of reach, or by its own 503. */
export type HopFailure = "timeout" | "transport" | "unavailable";

/** So small a request stays small enough for UDP, whatever is added on its way through us. */
const SMALL_BYTES = 800;
const CHALLENGED_MS = 32_000;

/**
 * Looks up the hops of a target, the best first; none where nothing is known of it. Who asked this caller for
 * credentials comes before all. Where the request is too large for UDP each hop is tried over TCP before
 * (RFC 3261 18.1.1); `copyFor` gives what would be sent there.
 */
export function findHops(
  context: Context,
  wanted: {
    readonly target: Target;
    readonly request: SipRequest;
    readonly copyFor: (hop: Hop) => { readonly bytes: Buffer };
  },
  found: (hops: readonly Hop[]) => void,
): void {
  const { target, request, copyFor } = wanted;
  const prefer = target.prefer ?? context.failover.challengers.get(request.callId);
  context.resolve({ ...target, prefer }, (all) => {
    const hops = all.filter((hop) => !isForMany(hop));
    const [first] = hops;
    const small = !first || request.size <= SMALL_BYTES;
    found(small ? hops : context.largeRequests.overTcpFirst(hops, { target, written: copyFor(first) }));
  });
}

/** Notes what an answer says of the hop it came from. */
export function hopAnswered(context: Context, hop: Hop, response: SipResponse): void {
  const { avoided, challengers } = context.failover;
  avoided.forget(hop);
  if (isChallenge(response.status) && hop.serverName !== undefined) {
    challengers.set(response.callId, hop, CHALLENGED_MS);
  }
}

/**
 * Notes that a hop has failed, and returns those that are left. Only where TCP could not be spoken the same
 * place is tried once more; that says nothing of the host.
 */
export function hopFailed(
  context: Context,
  failed: Hop,
  why: HopFailure,
  left: readonly Hop[],
): readonly Hop[] {
  const same = (hop: Hop): boolean => hop.address === failed.address && hop.port === failed.port;
  const spared = failed.protocol === "tcp" && left.some((hop) => same(hop) && hop.protocol === "udp");
  if (spared && why !== "unavailable") {
    context.largeRequests.refused(failed);
    return left;
  }
  avoid(context, failed);
  return left.filter((hop) => !same(hop));
}
