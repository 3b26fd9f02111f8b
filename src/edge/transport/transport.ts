import { isIPv6, SocketAddress } from "node:net";

/** The transports this server knows: RFC 3261 18, and RFC 7118 for the two over WebSockets. */
export type Protocol = "udp" | "tcp" | "tls" | "ws" | "wss";

/** A stream on which messages come and go. */
export interface Connection {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  /** False once it is closed or broken; it never opens again. */
  readonly open: boolean;
}

/** Where a message came from, and where it arrived. */
export interface Source {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly connection?: Connection | undefined;
}

/** Where a message is to go: an IP address, and preferably an open connection. */
export interface Hop {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  readonly connection?: Connection | undefined;
  /** The host as the URI named it: what a certificate must be for (RFC 5922 4). Without it, the address. */
  readonly serverName?: string | undefined;
}

/** What transports report to. None of these may throw. */
export interface Receiver {
  /** One whole message. */
  message(bytes: Buffer, source: Source): void;
  /** A stream announced a body too large to be taken; the connection closes after the answer, if any. */
  oversized(head: Buffer, source: Source): void;
  /** A connection is gone. */
  closed(connection: Connection): void;
}

/** One transport protocol on one port of one address. */
export interface Transport {
  readonly protocol: Protocol;
  readonly family: Family;
  /** Binds; resolves with the real port. Rejects with the socket's error, e.g. EADDRINUSE. */
  listen(host: string, port: number): Promise<number>;
  /** Sends; `failed` is called at most once, later, where that turns out impossible. */
  send(hop: Hop, bytes: Buffer, failed: () => void): void;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}

/** Addresses of the two families never reach one another. */
export type Family = "ipv4" | "ipv6";

/** The family of an IP address; host names count as IPv4. */
export function familyOf(address: string): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** One spelling for each host: IPv6 addresses have many (RFC 5952). One with a zone (`%eth0`) stays as it is. */
export function canonical(host: string): string {
  const lower = host.toLowerCase();
  return lower.includes(":") && !lower.includes("%") && isIPv6(lower)
    ? new SocketAddress({ address: lower, family: "ipv6" }).address
    : lower;
}

/** A host as it stands before a port and in URIs: an IPv6 address in brackets (RFC 3261 25.1, RFC 5118). */
export function hostText(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether this server could open a way by that protocol: a browser cannot be dialled (RFC 7118 5). */
export function canDial(protocol: Protocol): boolean {
  return protocol !== "ws" && protocol !== "wss";
}

/** Whether what is sent by it stays secret on the way (RFC 3261 26.2.2). */
export function isSecure(protocol: Protocol): boolean {
  return protocol === "tls" || protocol === "wss";
}
