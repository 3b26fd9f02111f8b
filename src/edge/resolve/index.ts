import { isIP } from "node:net";
import type { Resolve, Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";
import { type Avoided, hopName } from "./avoided.ts";
import { findHops, type Search } from "./find-hops.ts";

export { Avoided } from "./avoided.ts";
export { cachedNames } from "./cached-names.ts";
export { isDnsServer } from "./dns-server.ts";
export { Expiring } from "./expiring.ts";
export { nodeNames } from "./node-names.ts";

/**
 * Finds hops by RFC 3263. First comes the one that answered before, last those that failed a short while ago.
 * `failed` is told of what nobody expected; the target then counts as unknown.
 */
export function hopFinder(search: Search, avoided: Avoided, failed: (error: unknown) => void): Resolve {
  return (target, found) => {
    const known = withoutAsking(search, target);
    if (known) return found(known);
    void ask(search, avoided, target).then(found).catch(failed);
  };
}

async function ask(search: Search, avoided: Avoided, target: Target): Promise<readonly Hop[]> {
  return avoided.last(preferred(await findHops(search, target), target.prefer));
}

/** Connections and IP addresses need nobody's word. */
function withoutAsking(search: Search, { protocol, host, port, connection }: Target): Hop[] | undefined {
  const hop = { protocol, address: host, port, connection };
  if (connection?.open) return [hop];
  const version = isIP(host);
  if (version !== 4 && version !== 6) return undefined;
  return search.reaches(protocol, version) ? [hop] : [];
}

function preferred(hops: readonly Hop[], prefer: Hop | undefined): readonly Hop[] {
  const name = prefer && hopName(prefer);
  const first = hops.filter((hop) => hopName(hop) === name);
  return first.length === 0 ? hops : [...first, ...hops.filter((hop) => hopName(hop) !== name)];
}
