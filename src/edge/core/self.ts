import { networkInterfaces } from "node:os";
import type { Protocol } from "../transport/transport.ts";

const ANY = "0.0.0.0";
const LOOPBACK = "127.0.0.1";

/** The server's own addresses: what it tells others, and what it recognises as itself. */
export interface Self {
  /** The host others are told to send to. */
  readonly host: string;
  /** The host messages really leave from. */
  readonly localHost: string;
  readonly port: number;
  /** Whether a message sent there would come back to this server. */
  owns(host: string, port: number): boolean;
}

function interfaceAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.filter(({ family }) => family === "IPv4");
  return [...own.filter(({ internal }) => !internal), ...own.filter(({ internal }) => internal)].map(
    ({ address }) => address,
  );
}

/** Works out the server's addresses from what it is bound to and what it is told to advertise. */
export function selfAddresses(boundHost: string, port: number, externalHost: string | undefined): Self {
  const bound = boundHost === ANY ? interfaceAddresses() : [boundHost];
  const localHost = bound[0] ?? LOOPBACK;
  const names = new Set(bound);
  if (names.has(LOOPBACK)) names.add("localhost");
  if (externalHost !== undefined) names.add(externalHost.toLowerCase());
  return {
    host: externalHost ?? localHost,
    localHost,
    port,
    owns: (host, at) => at === port && names.has(host),
  };
}

/** A Via value of our own (RFC 3261 18.1.1), asking for rport on UDP (RFC 3581). */
export function ownVia(self: Self, protocol: Protocol, branch: string): string {
  const rport = protocol === "udp" ? ";rport" : "";
  return `SIP/2.0/${protocol.toUpperCase()} ${self.host}:${self.port};branch=${branch}${rport}`;
}

/** The Contact others are given, angle brackets included. */
export function ownContact(self: Self, protocol: Protocol): string {
  return `<sip:${self.host}:${self.port}${protocol === "udp" ? "" : `;transport=${protocol}`}>`;
}
