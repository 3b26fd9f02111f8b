import type { Context } from "../core/context.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";

/** Looks up the hops of a target, the best first; none where nothing is known of it. */
export function findHops(context: Context, target: Target, found: (hops: readonly Hop[]) => void): void {
  context.resolve(target, (hop) => found(hop ? [hop] : []));
}
