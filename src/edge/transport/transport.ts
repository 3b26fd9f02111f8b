/** Transports this stage knows; TLS, WS and WSS join here. */
export type Protocol = "udp" | "tcp";

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
