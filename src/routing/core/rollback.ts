import type { RoutingChange } from "../change.ts";
import type { Cell } from "./cell.ts";
import { restore, snapshotOf } from "./restore.ts";

/** The cell as it was before the step under way, made anew from what the journal holds. */
export function rolledBack(cell: Cell): Cell {
  const before = cell.before ?? cell;
  const now = snapshotOf(cell);
  const agents = new Map(now.agents.map((agent) => [agent.profile.id, agent]));
  const waiting = new Map(now.waiting.map((call) => [call.id, call]));
  const reservations = new Map(now.reservations.map((reservation) => [reservation.id, reservation]));
  for (const change of cell.journal.changes) {
    switch (change.of) {
      case "agent":
        putBack(agents, change.id, change.before);
        break;
      case "waiting":
        putBack(waiting, change.id, change.before);
        break;
      case "reservation":
        putBack(reservations, change.id, change.before);
    }
  }
  return restore({
    ...now,
    at: cell.atBefore,
    configVersion: before.configVersion,
    queues: [...before.queues.values()].map(({ rules }) => rules),
    rentals: [...before.rentals.values()].map(({ rules }) => rules),
    agents: [...agents.values()],
    waiting: [...waiting.values()],
    reservations: [...reservations.values()],
  });
}

function putBack<Id extends RoutingChange["id"], Entry>(
  entries: Map<Id, Entry>,
  id: Id,
  before: Entry | undefined,
): void {
  if (before === undefined) entries.delete(id);
  else entries.set(id, before);
}
