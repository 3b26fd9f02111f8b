/** The transports SIP is spoken over; which of them this server has, `Transports` knows. */
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
  /** The host that was looked up, where it was a name: what a certificate must be for (RFC 5922 4). */
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

/** One transport protocol on one port. */
export interface Transport {
  readonly protocol: Protocol;
  /** Whether the transport itself repeats what was lost (RFC 3261 17). */
  readonly reliable: boolean;
  /** Binds; resolves with the real port. Rejects with the socket's error, e.g. EADDRINUSE. */
  listen(host: string, port: number): Promise<number>;
  /** Sends; `failed` is called at most once, later, where that turns out impossible. */
  send(hop: Hop, bytes: Buffer, failed: () => void): void;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}
