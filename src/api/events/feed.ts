import type { WebSocket } from "ws";
import type { TenantId } from "../../ids.ts";
import type { FeedLimits } from "../limits.ts";
import type { Overview } from "../overview.ts";
import { batchText } from "./batch-text.ts";
import { type Ending, endPeer } from "./closing.ts";
import { keepAlive } from "./heartbeat.ts";
import { answerTo, type ServerMessage } from "./messages.ts";
import { outboxOf } from "./outbox.ts";

/** One peer on the feed. */
export interface Feed {
  readonly socket: WebSocket;
  readonly tenant: TenantId;
  readonly overview: Overview;
  readonly limits: FeedLimits;
  /** Asked with every heartbeat: is the token still good for this tenant? */
  readonly stillWelcome: () => Promise<boolean>;
}

/**
 * Serves a tenant's live feed to one peer.
 *
 *   snapshot → events* → closed (1001 stopping, 4001 token, 4004 tenant, 4008 too slow)
 *
 * Snapshot and subscription happen in one turn of the event loop, so that no event falls between them or into both.
 */
export function serveFeed({ socket, tenant, overview, limits, stillWelcome }: Feed): void {
  const end = (ending: Ending): void => endPeer(socket, ending, limits.closeWithinMs);
  const snapshot = overview.snapshot(tenant);
  if (snapshot === undefined) return end("tenant-gone");

  const outbox = outboxOf(socket, limits.unreadBytes, () => {
    unsubscribe();
    end("too-slow");
  });
  const say = (message: ServerMessage): void => outbox.send(JSON.stringify(message));

  say({ type: "snapshot", ...snapshot });
  const unsubscribe = overview.subscribe(tenant, (batch) => outbox.send(batchText(batch)));
  socket.once("close", unsubscribe);
  socket.on("message", (data, binary) => {
    say(answerTo(binary || !Buffer.isBuffer(data) ? undefined : data.toString()));
  });
  keepAlive(socket, limits.heartbeatMs, () => {
    void stillWelcome().then((welcome) => welcome || end("token-ended"));
  });
}
