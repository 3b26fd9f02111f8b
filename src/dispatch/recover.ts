import { type Call, type CallRecord, stepCall } from "../calls/index.ts";
import type { TenantId } from "../ids.ts";
import type { Agent } from "../routing/index.ts";
import type { Changes, SavedCell } from "./saved.ts";

/** What is left of a tenant after its process died, and what that changes of the saved state. */
export interface Recovered {
  readonly agents: readonly Agent[];
  readonly changes: Changes;
}

/**
 * Takes up a tenant's saved state in a new process. Agents keep their states and their wrap-ups, but for those who were
 * in an offer or a conversation, be it under a rental: those legs are gone, so they are not ready until they say so.
 * Devices stay as they were until the registrar says otherwise. Calls whose legs died with the process end here as
 * `lost`.
 */
export function recover(saved: SavedCell, tenant: TenantId, at: number): Recovered {
  const agents = saved.agents.map((agent) => settle(agent, tenant, at));
  const records = saved.calls.flatMap((call) => lostRecord(call, at));
  const changes: Changes = {
    agents: agents.map((value) => ({ key: value.profile.id, value })),
    calls: saved.calls.map(({ id }) => ({ key: id })),
    waiting: saved.waiting.map(({ id }) => ({ key: id })),
    reservations: saved.reservations.map(({ id }) => ({ key: id })),
    records,
    explanations: [],
    events: records.map(({ call, endedBy, outcome }) => ({
      type: "call-ended",
      at,
      call,
      by: endedBy,
      outcome,
    })),
  };
  return { agents, changes };
}

/** Who saved an agent is its home: what an older process wrote does not say it yet. */
function settle(agent: Agent, tenant: TenantId, at: number): Agent {
  const profile = { ...agent.profile, tenant };
  if (!wasInterrupted(agent)) return { ...agent, profile };
  const { hasDevice, idleSince, signedInAt, busyMs, answeredAt } = agent;
  const state = { at: "not-ready", since: at, reason: "platform-restarted" } as const;
  return { profile, state, works: [], hasDevice, idleSince, signedInAt, busyMs, answeredAt };
}

/** A wrap-up needs no legs and goes on; but an older process did not write down what it is about. */
function wasInterrupted({ state, works }: Agent): boolean {
  if (works.some(({ at }) => at !== "wrap-up")) return true;
  return works.length === 0 && "call" in state;
}

function lostRecord(call: Call, at: number): readonly CallRecord[] {
  const [, commands] = stepCall(call, { type: "failed", at, why: "shutdown" });
  return commands.flatMap((command) => (command.do === "record" ? [command.record] : []));
}
