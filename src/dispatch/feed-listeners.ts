import type { TenantId } from "../ids.ts";
import type { Log } from "./ports.ts";
import type { FeedBatch } from "./views.ts";

type Listener = (batch: FeedBatch) => void;

/** Who listens to which tenant's events. */
export class FeedListeners {
  private readonly listeners = new Map<TenantId, Set<Listener>>();
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  /** Returns the cancellation. */
  add(tenant: TenantId, listener: Listener): () => void {
    const ofTenant = this.listeners.get(tenant) ?? new Set();
    this.listeners.set(tenant, ofTenant.add(listener));
    return () => ofTenant.delete(listener);
  }

  /** Who listens badly is passed over: the turn goes on. */
  tell(tenant: TenantId, batch: FeedBatch): void {
    for (const listener of this.listeners.get(tenant) ?? []) {
      try {
        listener(batch);
      } catch (error) {
        this.log.error({ tenant, error }, "a listener of the feed failed");
      }
    }
  }
}
