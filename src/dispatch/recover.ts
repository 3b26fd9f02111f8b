import { type Call, type CallRecord, stepCall } from "../calls/index.ts";
import type { AgentId } from "../ids.ts";
import { type Agent, type AgentState, emptyRouting } from "../routing/index.ts";
import type { TenantConfig } from "../tenancy/index.ts";
import { type Cell, emptyCell } from "./cell.ts";
import type { Changes, SavedCell } from "./saved.ts";

/** What is left of a cell after its process died, and what that changes of the saved state. */
export interface Recovered {
  readonly cell: Cell;
  readonly changes: Changes;
}

/**
 * Takes up a saved cell in a new process. Agents keep their states, but for those who were in an offer or a
 * conversation: those legs are gone, so they are not ready until they say so. Devices stay as they were until the
 * registrar says otherwise. Calls whose legs died with the process end here as `lost`.
 */
export function recover(saved: SavedCell, config: TenantConfig, at: number): Recovered {
  const agents = new Map<AgentId, Agent>(saved.agents.map((agent) => [agent.profile.id, settle(agent, at)]));
  const records = saved.calls.flatMap((call) => lostRecord(call, at));
  const changes: Changes = {
    agents: [...agents].map(([key, value]) => ({ key, value })),
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
  return { cell: { ...emptyCell(config), routing: { ...emptyRouting, agents } }, changes };
}

function settle({ profile, state, hasDevice, idleSince }: Agent, at: number): Agent {
  const interrupted = state.at === "reserved" || state.at === "talking";
  const settled: AgentState = interrupted
    ? { at: "not-ready", since: at, reason: "platform-restarted" }
    : state;
  return { profile, state: settled, hasDevice, idleSince };
}

function lostRecord(call: Call, at: number): readonly CallRecord[] {
  const [, commands] = stepCall(call, { type: "failed", at, why: "shutdown" });
  return commands.flatMap((command) => (command.do === "record" ? [command.record] : []));
}
