import { isIPv6 } from "node:net";
import type { Target } from "../transport/resolve.ts";
import { type Hop, isSecure, type Protocol } from "../transport/transport.ts";
import { offeredServices } from "./naptr.ts";
import type { Answer, Family, Names } from "./records.ts";
import { defaultPort, FOUND_BY_SRV, srvName } from "./services.ts";
import { untilSilence } from "./silence.ts";
import { inOrderOfTrial } from "./srv.ts";

/** How many hops one target may have: more would not be tried in any useful time. */
const MOST_HOPS = 10;

/** What the search needs of the world. */
export interface Search {
  readonly names: Names;
  /** Whether this server can send to addresses of that family over that transport. */
  reaches(protocol: Protocol, family: Family): boolean;
  /** A number from 0 up to, not including, 1. */
  chance(): number;
  /** Whether the DNS servers are asked for the addresses of names without a dot; else only the machine is. */
  readonly asksForBareNames?: boolean;
}

/** A host with all that is needed to send to it but its address. */
interface Place {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
}

/**
 * The hops of a host name, best first (RFC 3263 4). Where the DNS servers keep silent nothing more is asked of
 * them, and the machine is asked for addresses instead.
 */
export async function findHops(world: Search, target: Target): Promise<readonly Hop[]> {
  const host = target.host.replace(/\.$/, "");
  // RFC 6761 6.4: such names exist nowhere.
  if (host.endsWith(".invalid")) return [];
  const search: Search = { ...world, names: untilSilence(world.names) };
  const places = await placesOf(search, { ...target, host });
  const hops = await Promise.all(places.slice(0, MOST_HOPS).map(async (place) => hopsAt(search, place)));
  const distinct = new Map(hops.flat().map((hop) => [`${hop.protocol}/${hop.address}/${hop.port}`, hop]));
  return [...distinct.values()].slice(0, MOST_HOPS).map((hop) => ({ ...hop, serverName: host }));
}

async function placesOf(search: Search, target: Target): Promise<readonly Place[]> {
  const { host, leftToDns } = target;
  if (!leftToDns || isBare(host) || isLocal(host)) return [target];
  if (leftToDns === "port") return (await offered(search, target.protocol, host)) ?? [target];
  return placesOfDomain(search, target);
}

/** Neither transport nor port are given: NAPTR chooses, or SRV where there is none of it (RFC 3263 4.1). */
async function placesOfDomain(search: Search, target: Target): Promise<readonly Place[]> {
  const { host, secure = false } = target;
  const naptr = await search.names.naptr(host);
  const has = (protocol: Protocol): boolean => canUse(search, protocol);
  const services = naptr.kind === "found" ? offeredServices(naptr.records, { secure, has }) : undefined;
  const asked =
    services ??
    FOUND_BY_SRV.filter((protocol) => has(protocol) && isSecure(protocol) === secure).map((protocol) => ({
      protocol,
      srvName: srvName(protocol, host),
    }));
  const answers = await Promise.all(asked.map(async (service) => placesOfSrv(search, service)));
  if (answers.some((places) => places)) return answers.flatMap((places) => places ?? []);
  // Its SRV records are missing: the domain itself, over the transport it named, if it named any we have.
  const [first] = services ?? [target];
  return first ? [{ ...first, host, port: defaultPort(first.protocol) }] : [];
}

async function offered(
  search: Search,
  protocol: Protocol,
  host: string,
): Promise<readonly Place[] | undefined> {
  return placesOfSrv(search, { protocol, srvName: srvName(protocol, host) });
}

/** Undefined where there are no such records; empty where they say that the service is not offered. */
async function placesOfSrv(
  search: Search,
  service: { readonly protocol: Protocol; readonly srvName: string },
): Promise<readonly Place[] | undefined> {
  const answer = await search.names.srv(service.srvName);
  if (answer.kind !== "found") return undefined;
  return inOrderOfTrial(answer.records, () => search.chance()).map(({ name, port }) => ({
    protocol: service.protocol,
    host: name,
    port,
  }));
}

async function hopsAt(search: Search, { protocol, host, port }: Place): Promise<readonly Hop[]> {
  const families = ([6, 4] as const).filter((family) => search.reaches(protocol, family));
  const machinesOwn = isLocal(host) || (isBare(host) && search.asksForBareNames !== true);
  const asked = machinesOwn ? [] : families;
  const answers = await Promise.all(asked.map(async (family) => search.names.addresses(host, family)));
  const known = answers.flatMap(recordsOf);
  const addresses = known.length > 0 ? known : recordsOf(await search.names.machine(host));
  return addresses
    .filter((address) => families.includes(isIPv6(address) ? 6 : 4))
    .map((address) => ({ protocol, address, port }));
}

/** Such names offer no services: who gives them out (hosts files, containers) knows addresses alone. */
function isBare(host: string): boolean {
  return !host.includes(".");
}

/** RFC 6761 6.3: DNS servers have nothing to say of these. */
function isLocal(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

function recordsOf(answer: Answer<string>): readonly string[] {
  return answer.kind === "found" ? answer.records : [];
}

function canUse(search: Search, protocol: Protocol): boolean {
  return search.reaches(protocol, 4) || search.reaches(protocol, 6);
}
