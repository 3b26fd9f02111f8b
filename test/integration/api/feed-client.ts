import { once } from "node:events";
import { WebSocket } from "ws";

/** How a feed ended. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A real WebSocket client that keeps every message until it is asked for. */
export interface FeedClient {
  readonly socket: WebSocket;
  readonly closed: Promise<Closing>;
  /** The next message, in order. Rejects when the feed closes first. */
  next(): Promise<unknown>;
}

/** How a client brings its token. */
export type Presenting = { readonly header: string } | { readonly protocols: readonly string[] };

/** Connects and resolves once the feed is open; rejects with the HTTP status where it is refused. */
export async function connectFeed(port: number, presenting: Presenting): Promise<FeedClient> {
  const url = `ws://127.0.0.1:${port}/v1/events`;
  const socket =
    "header" in presenting
      ? new WebSocket(url, { headers: { authorization: `Bearer ${presenting.header}` } })
      : new WebSocket(url, [...presenting.protocols]);
  const client = listening(socket);
  await once(socket, "open");
  return client;
}

function listening(socket: WebSocket): FeedClient {
  const messages: unknown[] = [];
  const waiting: { resolve(message: unknown): void; reject(error: Error): void }[] = [];
  socket.on("message", (data) => {
    const message: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString() : "null");
    const first = waiting.shift();
    if (first === undefined) messages.push(message);
    else first.resolve(message);
  });
  const closed = new Promise<Closing>((resolve) => {
    socket.once("close", (code, reason) => {
      resolve({ code, reason: reason.toString() });
      for (const waiter of waiting.splice(0)) waiter.reject(new Error(`The feed closed with ${code}.`));
    });
  });
  return {
    socket,
    closed,
    next: async () =>
      messages.length > 0
        ? messages.shift()
        : new Promise((resolve, reject) => waiting.push({ resolve, reject })),
  };
}
