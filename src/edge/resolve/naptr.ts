import { isSecure, type Protocol } from "../transport/transport.ts";
import type { NaptrRecord } from "./records.ts";
import { protocolOfService } from "./services.ts";

/** One way a domain says it can be reached: a transport, and where its SRV records stand. */
export interface OfferedService {
  readonly protocol: Protocol;
  readonly srvName: string;
}

/** SIP over something, be it known here or not. */
const CONCERNS_SIP = /^sips?\+d2/i;

/**
 * The services among a domain's NAPTR records that can be used, best first (RFC 3263 4.1). Only those of the
 * lowest order that has one: a higher order must not be looked at then (RFC 3403 4.1). Undefined where
 * no record is about SIP at all, which leaves the choice to SRV.
 */
export function offeredServices(
  records: readonly NaptrRecord[],
  usable: { readonly secure: boolean; has(protocol: Protocol): boolean },
): readonly OfferedService[] | undefined {
  const ours = records.filter(({ service }) => CONCERNS_SIP.test(service));
  if (ours.length === 0) return undefined;
  const sorted = ours.toSorted((a, b) => a.order - b.order || a.preference - b.preference);
  const candidates = sorted.flatMap(({ order, flags, service, replacement }) => {
    const protocol = protocolOfService(service);
    const fits = flags.toLowerCase() === "s" && replacement !== "" && protocol && usable.has(protocol);
    return fits && (isSecure(protocol) || !usable.secure) ? [{ order, protocol, srvName: replacement }] : [];
  });
  const lowest = candidates[0]?.order;
  return candidates
    .filter(({ order }) => order === lowest)
    .map(({ protocol, srvName }) => ({ protocol, srvName }));
}
