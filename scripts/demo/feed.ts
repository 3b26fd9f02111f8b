import type { AgentView, CallView, FeedEvent } from "../../src/dispatch/index.ts";

/** What a tenant's live feed says; see docs/api.md. */
type FeedMessage =
  | { readonly type: "snapshot"; readonly agents: readonly AgentView[]; readonly calls: readonly CallView[] }
  | { readonly type: "events"; readonly events: readonly FeedEvent[] }
  | { readonly type: "pong" | "error" };

export interface FeedListener {
  snapshot(agents: readonly AgentView[], calls: readonly CallView[]): void;
  event(event: FeedEvent): void;
}

/** Follows one tenant's live feed; resolves when the snapshot has come. Returns how to leave it. */
export function followFeed(api: string, token: string, listener: FeedListener): Promise<() => void> {
  const socket = new WebSocket(`${api.replace(/^http/, "ws")}/v1/events`, [
    "fivenines.v1",
    `bearer.${token}`,
  ]);
  return new Promise((resolve, reject) => {
    socket.addEventListener("error", () =>
      reject(new Error(`the live feed of ${api} could not be followed`)),
    );
    socket.addEventListener("close", ({ code, reason }) =>
      reject(new Error(`the live feed of ${api} was closed: ${code} ${reason}`)),
    );
    socket.addEventListener("message", ({ data }) => {
      const message: FeedMessage = JSON.parse(String(data));
      if (message.type === "events") for (const event of message.events) listener.event(event);
      if (message.type !== "snapshot") return;
      listener.snapshot(message.agents, message.calls);
      resolve(() => socket.close());
    });
  });
}
