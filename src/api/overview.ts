import type { FeedBatch, Snapshot, Team } from "../dispatch/index.ts";
import type { TenantId } from "../ids.ts";

/** Shows a tenant as it is now, and what happens from now on. */
export interface Overview {
  /** Undefined if there is no tenant of that id. */
  snapshot(tenant: TenantId): Snapshot | undefined;
  /** What the snapshot shows of agents, without the work that the rest of it takes. */
  team(tenant: TenantId): Team | undefined;
  /** Batches after the current snapshot, in order, until the returned function is called. */
  subscribe(tenant: TenantId, listener: (batch: FeedBatch) => void): () => void;
}
