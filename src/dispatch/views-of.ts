import type { Call } from "../calls/index.ts";
import type { AgentId, CallId } from "../ids.ts";
import { servedBefore } from "../routing/index.ts";
import type { AgentConfig } from "../tenancy/index.ts";
import type { Cell } from "./cell.ts";
import type { AgentView, CallView, Snapshot } from "./views.ts";

/** The cell as screens show it, at a position of its event log. */
export function snapshotOf(cell: Cell, position: string): Snapshot {
  const positions = waitingPositions(cell);
  return {
    position,
    agents: cell.config.agents.flatMap((agent) => viewOfAgent(cell, agent.id) ?? []),
    calls: [...cell.calls.values()].flatMap((call) => viewOfCall(cell, call, positions) ?? []),
  };
}

export function viewOfAgent(cell: Cell, id: AgentId): AgentView | undefined {
  const config = cell.config.agents.find((agent) => agent.id === id);
  const agent = cell.routing.agents.get(id);
  if (config === undefined || agent === undefined) return undefined;
  const { key, name, skills }: AgentConfig = config;
  const { hasDevice, state, breakReserved, signOutReserved } = agent;
  return {
    id,
    key,
    name,
    skills,
    hasDevice,
    state,
    ...(breakReserved !== undefined && { breakReserved }),
    ...(signOutReserved && { signOutReserved }),
  };
}

/** Each waiting call's place among the calls of its own queue: 1 is served next. */
function waitingPositions(cell: Cell): ReadonlyMap<CallId, number> {
  const positions = new Map<CallId, number>();
  const found = new Map<string, number>();
  for (const call of [...cell.routing.waiting.values()].sort(servedBefore)) {
    const position = (found.get(call.queue) ?? 0) + 1;
    found.set(call.queue, position);
    positions.set(call.id, position);
  }
  return positions;
}

function viewOfCall(cell: Cell, call: Call, positions: ReadonlyMap<CallId, number>): CallView | undefined {
  if (call.at === "ended") return undefined;
  const queue = cell.config.queues.find(({ id }) => id === call.passage?.queue);
  const position = positions.get(call.id);
  const ringing = cell.routing.waiting.get(call.id)?.reservation;
  const offeredTo = ringing && cell.routing.reservations.get(ringing)?.agent;
  return {
    id: call.id,
    number: call.number,
    caller: call.caller,
    at: call.at,
    arrivedAt: call.arrivedAt,
    ...(queue && { queue: { id: queue.id, key: queue.key, name: queue.name } }),
    ...(call.passage && { queuedAt: call.passage.queuedAt }),
    ...(position !== undefined && { position }),
    ...(offeredTo && { offeredTo }),
    ...(call.conversation && {
      agent: call.conversation.agent,
      answeredAt: call.conversation.answeredAt,
    }),
  };
}
