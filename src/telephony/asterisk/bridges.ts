import type { Log } from "../../dispatch/index.ts";
import type { CallId, LegId } from "../../ids.ts";
import type { Ari } from "./ari/resources.ts";

/** Who is joined with whom: one mixing bridge to a call, named by its id, gone with its last leg. */
export interface Bridges {
  join(call: CallId, legs: readonly LegId[]): Promise<"bridged" | "failed">;
  legEnded(leg: LegId): void;
  knows(bridge: string): boolean;
}

export function trackBridges(patientAri: Ari, log: Log): Bridges {
  const joined = new Map<string, { readonly call: CallId; readonly legs: Set<LegId> }>();

  async function join(call: CallId, legs: readonly LegId[]): Promise<"bridged" | "failed"> {
    const there = joined.get(call)?.legs ?? new Set<LegId>();
    if (legs.every((leg) => there.has(leg))) return "bridged";
    joined.set(call, { call, legs: new Set([...there, ...legs]) });
    // One after the other on the same connection, so that neither waits for the other's answer.
    const [, added] = await Promise.all([patientAri.createBridge(call), patientAri.addToBridge(call, legs)]);
    if (added === "done") return "bridged";
    await remove(call);
    return "failed";
  }

  async function remove(call: CallId): Promise<void> {
    joined.delete(call);
    await patientAri.deleteBridge(call);
  }

  return {
    join,
    legEnded: (leg) => {
      for (const { call, legs } of [...joined.values()]) {
        if (!legs.delete(leg) || legs.size > 0) continue;
        remove(call).catch((error: unknown) => log.warn({ call, error }, "a bridge could not be deleted"));
      }
    },
    knows: (bridge) => joined.has(bridge),
  };
}
