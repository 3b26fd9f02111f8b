import type { Clock } from "../clock.ts";
import type { FrameLimits } from "../sip/framing.ts";
import type { Receiver } from "./transport.ts";

/** What connections may take: times in milliseconds, sizes in bytes. */
export interface ConnectionLimits extends FrameLimits {
  /** Dialling somebody, TLS handshake included. Long enough for two lost SYNs, short enough to try elsewhere. */
  readonly connectMs: number;
  /** From a connection's acceptance until its TLS handshake and HTTP upgrade are done. */
  readonly handshakeMs: number;
  /** A message that has begun must be whole within this time; an accepted stream must bring one, too. */
  readonly messageMs: number;
  /** A stream without any traffic closes after this time. */
  readonly idleMs: number;
  /** How often a WebSocket is pinged; one that says nothing until the next ping is dead. */
  readonly pingMs: number;
  /** What may wait to be read by the other side before it is given up. */
  readonly unsentBytes: number;
  /** Connections accepted, in all. */
  readonly most: number;
  /** Connections accepted from one IPv4 address or one IPv6 /64. */
  readonly mostPerAddress: number;
}

/** What is sound for a server that faces the internet. */
export const DEFAULT_LIMITS: ConnectionLimits = {
  headBytes: 64 * 1024,
  bodyBytes: 256 * 1024,
  connectMs: 4_000,
  handshakeMs: 10_000,
  messageMs: 32_000,
  idleMs: 3_600_000,
  pingMs: 30_000,
  unsentBytes: 4 * 1024 * 1024,
  most: 20_000,
  mostPerAddress: 1_000,
};

/** What every connection is given. */
export interface ConnectionSetting {
  readonly receiver: Receiver;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
}
