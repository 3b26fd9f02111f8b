import type { WebSocket } from "ws";

/** How the server ends a feed: close code (RFC 6455 §7.4) and the reason sent with it. */
export const endings = {
  stopping: { code: 1001, reason: "server stopping" },
  failed: { code: 1011, reason: "internal error" },
  "token-ended": { code: 4001, reason: "token expired or revoked" },
  "tenant-gone": { code: 4004, reason: "no such tenant" },
  "too-slow": { code: 4008, reason: "too slow: events were not read in time" },
} as const;

/** Why a feed ends. */
export type Ending = keyof typeof endings;

/** Tells the peer why, and cuts the connection if it does not close within `withinMs`. */
export function endPeer(socket: WebSocket, ending: Ending, withinMs: number): void {
  if (socket.readyState >= socket.CLOSING) return;
  const cut = setTimeout(() => socket.terminate(), withinMs);
  socket.once("close", () => clearTimeout(cut));
  socket.close(endings[ending].code, endings[ending].reason);
}
