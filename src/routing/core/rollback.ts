import type { Cell } from "./cell.ts";
import type { Before } from "./journal.ts";
import { restore, snapshotOf } from "./restore.ts";

/** When the step before was, and the rules in force since. */
export type RulesInForce = Pick<Cell, "at" | "configVersion" | "queues" | "rentals">;

/** The cell as it was before the step under way, made anew from what the journal holds. */
export function rolledBack(cell: Cell, before: RulesInForce): Cell {
  const now = snapshotOf(cell);
  const entries = cell.journal.entries;
  return restore({
    ...now,
    at: before.at,
    configVersion: before.configVersion,
    queues: [...before.queues.values()].map(({ rules }) => rules),
    rentals: [...before.rentals.values()].map(({ rules }) => rules),
    agents: undone(now.agents, ({ profile }) => profile.id, entries.flatMap((entry) => (entry.of === "agent" ? [entry] : []))),
    waiting: undone(now.waiting, ({ id }) => id, entries.flatMap((entry) => (entry.of === "waiting" ? [entry] : []))),
    reservations: undone(
      now.reservations,
      ({ id }) => id,
      entries.flatMap((entry) => (entry.of === "reservation" ? [entry] : [])),
    ),
  });
}

function undone<Id extends string, Item>(
  now: readonly Item[],
  idOf: (item: Item) => Id,
  entries: readonly (Pick<Before, "of"> & { readonly id: Id; readonly before: Item | undefined })[],
): readonly Item[] {
  const items = new Map(now.map((item) => [idOf(item), item]));
  for (const { id, before } of entries) {
    if (before === undefined) items.delete(id);
    else items.set(id, before);
  }
  return [...items.values()];
}
