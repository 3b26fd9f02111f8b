import type { Connection, Receiver } from "./transport.ts";

/** The same receiver, with `closed` told first when a connection is gone. */
export function alsoTelling(receiver: Receiver, closed: (connection: Connection) => void): Receiver {
  return {
    message: (bytes, source) => receiver.message(bytes, source),
    oversized: (head, source) => receiver.oversized(head, source),
    closed: (connection) => {
      closed(connection);
      receiver.closed(connection);
    },
  };
}
