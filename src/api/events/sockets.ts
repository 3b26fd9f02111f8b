import { once } from "node:events";
import websocket from "@fastify/websocket";
import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import { feedProtocol } from "../access/index.ts";
import type { FeedLimits } from "../limits.ts";
import { endings, endPeer } from "./closing.ts";

/** Lets routes take WebSockets, and ends every one of them, with 1001, when the server stops. */
export async function takeWebSockets(app: FastifyInstance, limits: FeedLimits): Promise<void> {
  await app.register(websocket, {
    options: {
      maxPayload: limits.messageBytes,
      handleProtocols: (offered) => (offered.has(feedProtocol) ? feedProtocol : false),
    },
    errorHandler: (error, socket, request) => {
      request.log.warn({ err: error }, "a websocket failed");
      // Where the peer broke the protocol, its close is already on the way; where a handler broke, this one is needed.
      if (socket.readyState === socket.OPEN) socket.close(endings.failed.code, endings.failed.reason);
    },
    preClose: async () => {
      await Promise.all(
        [...app.websocketServer.clients].map((peer) => endAndWait(peer, limits.closeWithinMs)),
      );
    },
  });
}

async function endAndWait(peer: WebSocket, withinMs: number): Promise<void> {
  const closed = once(peer, "close");
  endPeer(peer, "stopping", withinMs);
  await closed;
}
