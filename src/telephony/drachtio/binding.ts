/** How a SIP message travelled. WebSockets show as the transport that carries them. */
export type Transport = "udp" | "tcp" | "tls";

/** The far end of a SIP message's last hop. */
export interface Source {
  readonly address: string;
  readonly port: number;
  readonly protocol: Transport;
}

/** One registered contact of one SIP user (RFC 3261 §10). */
export interface Binding {
  /** The URI as the device wrote it, without angle brackets and header parameters. */
  readonly contact: string;
  /** Where the REGISTER came from; the way back through a NAT. */
  readonly receivedFrom: Source;
  readonly callId: string;
  readonly cseq: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly userAgent: string;
}
