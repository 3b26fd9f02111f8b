import { networkInterfaces } from "node:os";
import {
  canonical,
  type Family,
  familyOf,
  hostText,
  isSecure,
  type Protocol,
} from "../transport/transport.ts";

const ANY = new Set(["0.0.0.0", "::"]);
const LOOPBACK = { ipv4: "127.0.0.1", ipv6: "::1" } as const;

/** Where the server can be reached. IPv6 addresses are without brackets. */
export interface Place {
  /** The host others are told to send to. */
  readonly host: string;
  /** The host messages really leave from. */
  readonly localHost: string;
  readonly port: number;
}

/** The server's own addresses: what it tells others, and what it recognises as itself. As a place, it is that of UDP. */
export interface Self extends Place {
  /** Where that protocol is heard; undefined where it is not. */
  at(protocol: Protocol): Place | undefined;
  /** The same server as it is for somebody with that address: IPv4 and IPv6 cannot reach one another. */
  facing(host: string): Self;
  /** Whether a message sent there would come back to this server. */
  owns(host: string, port: number): boolean;
}

/** One port the server listens on. */
export interface Listening {
  readonly protocol: Protocol;
  readonly family: Family;
  /** The address bound to; `0.0.0.0` and `::` mean all. */
  readonly host: string;
  readonly port: number;
}

/** What others are told instead of the addresses bound to. */
export interface External {
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
}

/** Works out the server's addresses from what it listens on and what it is told to advertise. */
export function selfAddresses(listening: readonly Listening[], external: External): Self {
  const names = { ipv4: ownNames("ipv4", listening, external), ipv6: ownNames("ipv6", listening, external) };
  const owns = (host: string, at: number): boolean =>
    listening.some(({ port, family }) => port === at && names[family].has(canonical(host)));
  const self = (family: Family): Self => {
    const places = placesOf(listening, family, external[family]);
    const main = places.get("udp") ?? { host: LOOPBACK[family], localHost: LOOPBACK[family], port: 0 };
    return { ...main, at: (protocol) => places.get(protocol), facing: (host) => facing(host), owns };
  };
  const [four, six] = [self("ipv4"), self("ipv6")];
  const has = { ipv4: four.at("udp"), ipv6: six.at("udp") };
  const facing = (host: string): Self => (has.ipv4 && !(familyOf(host) === "ipv6" && has.ipv6) ? four : six);
  return has.ipv4 ? four : six;
}

/** All listeners as `proto/host:port`, joined by commas: as others are told, and as they really are. */
export function listeningTexts(
  listening: readonly Listening[],
  self: Self,
): { readonly external: string; readonly local: string } {
  const list = (name: "host" | "localHost"): string =>
    listening
      .map(({ protocol, host, port }) => {
        const place = self.facing(host).at(protocol);
        return `${protocol}/${hostText(place?.[name] ?? host)}:${port}`;
      })
      .join(",");
  return { external: list("host"), local: list("localHost") };
}

/** A Via value of our own (RFC 3261 18.1.1), asking for rport on UDP (RFC 3581). */
export function ownVia(self: Self, protocol: Protocol, branch: string): string {
  const { host, port } = self.at(protocol) ?? self;
  const rport = protocol === "udp" ? ";rport" : "";
  return `SIP/2.0/${protocol.toUpperCase()} ${hostText(host)}:${port};branch=${branch}${rport}`;
}

/**
 * The Contact others are given, angle brackets included. With `sips` asked for, it is a `sips:` URI where
 * the server can be reached so (RFC 3261 12.1.1, RFC 5630 3.3).
 */
export function ownContact(self: Self, protocol: Protocol, sips = false): string {
  const secure = sips ? (isSecure(protocol) ? self.at(protocol) : self.at("tls")) : undefined;
  if (!secure) return `<sip:${ownHostPort(self, protocol)}${transportParameter(protocol)}>`;
  const parameter = protocol === "wss" ? transportParameter(protocol) : "";
  return `<sips:${hostText(secure.host)}:${secure.port}${parameter}>`;
}

/** Host and port as others are told, as they stand in a URI. */
export function ownHostPort(self: Self, protocol: Protocol): string {
  const { host, port } = self.at(protocol) ?? self;
  return `${hostText(host)}:${port}`;
}

/** What a URI says of its transport; WebSockets have one word for both (RFC 7118 5.2.3). */
export function transportParameter(protocol: Protocol): string {
  if (protocol === "udp") return "";
  return `;transport=${protocol === "wss" ? "ws" : protocol}`;
}

/** Where a message by that protocol to that host leaves from, as applications are told. */
export function localEnd(
  self: Self,
  { protocol, host }: { readonly protocol: Protocol; readonly host: string },
): { readonly address: string; readonly port: number } {
  const facing = self.facing(host);
  const { localHost, port } = facing.at(protocol) ?? facing;
  return { address: localHost, port };
}

function placesOf(
  listening: readonly Listening[],
  family: Family,
  external: string | undefined,
): ReadonlyMap<Protocol, Place> {
  const own = listening.filter((one) => one.family === family);
  return new Map(
    own.map(({ protocol, host, port }) => {
      const localHost = boundAddresses(host, family)[0] ?? LOOPBACK[family];
      return [protocol, { host: external ?? localHost, localHost, port }];
    }),
  );
}

function ownNames(family: Family, listening: readonly Listening[], external: External): ReadonlySet<string> {
  const hosts = listening.filter((one) => one.family === family).map(({ host }) => host);
  const names = new Set(hosts.flatMap((host) => boundAddresses(host, family)).map(canonical));
  if (names.has(LOOPBACK[family])) names.add("localhost");
  const told = external[family];
  if (told !== undefined && hosts.length > 0) names.add(canonical(told));
  return names;
}

function boundAddresses(host: string, family: Family): string[] {
  return ANY.has(host) ? interfaceAddresses(family) : [host];
}

/** Those that others can reach come first. */
function interfaceAddresses(family: Family): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.filter((one) => one.family.toLowerCase() === family && !one.address.startsWith("fe80:"));
  return [...own.filter(({ internal }) => !internal), ...own.filter(({ internal }) => internal)].map(
    ({ address }) => address,
  );
}
