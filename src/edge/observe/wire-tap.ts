import type { Hop, Receiver, Source } from "../transport/transport.ts";

/** Hears every message that comes or goes, whole and as it is on the wire. Must not throw, change or keep the bytes. */
export interface WireTap {
  received(bytes: Buffer, source: Source): void;
  sent(bytes: Buffer, hop: Hop): void;
}

/** One tap that passes all it hears to several. */
export function severalTaps(taps: readonly WireTap[]): WireTap {
  return {
    received: (bytes, source) => {
      for (const tap of taps) tap.received(bytes, source);
    },
    sent: (bytes, hop) => {
      for (const tap of taps) tap.sent(bytes, hop);
    },
  };
}

/** A receiver that lets a tap hear each message before it is dealt with. */
export function tapped(receiver: Receiver, tap: WireTap): Receiver {
  return {
    message: (bytes, source) => {
      tap.received(bytes, source);
      receiver.message(bytes, source);
    },
    oversized: (head, source) => {
      tap.received(head, source);
      receiver.oversized(head, source);
    },
    closed: (connection) => receiver.closed(connection),
  };
}
