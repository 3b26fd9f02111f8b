import type { Cell, Turn } from "./cell.ts";
import type { Change, Changes } from "./saved.ts";

/** What a batch of turns changed, from the cell before it to the cell after it. */
export function changesBetween(before: Cell, after: Cell, turns: readonly Turn[]): Changes {
  return {
    agents: changedEntries(before.routing.agents, after.routing.agents),
    calls: changedEntries(before.calls, after.calls),
    waiting: changedEntries(before.routing.waiting, after.routing.waiting),
    reservations: changedEntries(before.routing.reservations, after.routing.reservations),
    records: turns.flatMap(({ records }) => records),
    explanations: turns.flatMap(({ explanations }) => explanations),
    events: turns.flatMap(({ events }) => events),
  };
}

export function nothingChanged(changes: Changes): boolean {
  return Object.values(changes).every((list: readonly unknown[]) => list.length === 0);
}

/** Entries are immutable, so an entry that is the same object is the same. */
function changedEntries<Key, Value>(
  before: ReadonlyMap<Key, Value>,
  after: ReadonlyMap<Key, Value>,
): readonly Change<Key, Value>[] {
  if (before === after) return [];
  const changes: Change<Key, Value>[] = [];
  for (const [key, value] of after) if (before.get(key) !== value) changes.push({ key, value });
  for (const key of before.keys()) if (!after.has(key)) changes.push({ key });
  return changes;
}
