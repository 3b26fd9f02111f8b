import type { WebSocket } from "ws";

/** Sends to one peer, and says when the peer does not read. */
export interface Outbox {
  send(text: string): void;
}

/**
 * An outbox that holds at most `limitBytes` unread. The first message, however large, does not count until it has left:
 * a big tenant's snapshot must not look like slowness. Beyond the limit nothing more is sent and `whenSlow` is called.
 */
export function outboxOf(socket: WebSocket, limitBytes: number, whenSlow: () => void): Outbox {
  let allowance: number | undefined;
  let slow = false;
  return {
    send(text) {
      if (slow || socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > limitBytes + (allowance ?? 0)) {
        slow = true;
        whenSlow();
        return;
      }
      if (allowance !== undefined) return socket.send(text);
      allowance = Buffer.byteLength(text);
      socket.send(text, () => {
        allowance = 0;
      });
    },
  };
}
