import type { WebSocket } from "ws";

/**
 * Pings a peer every `everyMs` and cuts it when a ping was not answered before the next (RFC 6455 §5.5.2). `onBeat` runs
 * with each ping. Ends with the socket.
 */
export function keepAlive(socket: WebSocket, everyMs: number, onBeat: () => void): void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    onBeat();
  }, everyMs);
  socket.once("close", () => clearInterval(timer));
}
