import type { CallRecord } from "../calls/index.ts";
import type { TenantId } from "../ids.ts";
import type { Newcomer } from "./cell-event.ts";
import { type Acquaintance, LastAgents, rememberedCallers } from "./last-agents.ts";
import type { Clock, History, LiveStore, Log } from "./ports.ts";
import { recover } from "./recover.ts";

export interface TakeUpParts {
  readonly store: LiveStore;
  readonly history: History;
  readonly clock: Clock;
  readonly log: Log;
}

/** A tenant taken up: what it brings into the cell, where its event log stands, and records still due to the history. */
export interface TakenUp {
  readonly newcomer: Newcomer;
  readonly position: string;
  readonly records: readonly CallRecord[];
}

/** Takes a tenant up from its saved state, and writes what has become of it. Rejects while the live store is away. */
export async function takeUp(
  tenant: TenantId,
  { store, history, clock, log }: TakeUpParts,
): Promise<TakenUp> {
  const [saved, known] = await Promise.all([store.load(tenant), lastAgentsOf(tenant, history, log)]);
  const { agents, changes } = recover(saved, tenant, clock.now());
  const position = await store.save(tenant, changes);
  return {
    newcomer: { tenant, agents, lastAgents: new LastAgents(known) },
    position,
    records: [...saved.records, ...changes.records],
  };
}

/** Whom callers know is a courtesy: a tenant without it is served all the same. */
async function lastAgentsOf(tenant: TenantId, history: History, log: Log): Promise<readonly Acquaintance[]> {
  try {
    return await history.lastAgents(tenant, rememberedCallers);
  } catch (error) {
    log.warn({ tenant, error }, "who last talked with which caller could not be read");
    return [];
  }
}
