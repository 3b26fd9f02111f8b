import type { RoutingEventOf } from "../event.ts";
import { CallNode, olderFirst } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { beginSearch, isClosed, lookForRoom, overflow, waitsInVain } from "./entrance.ts";
import { type Entrant, entering } from "./entry.ts";
import { withdrawAll } from "./offers.ts";
import { keepForPreferred } from "./preferred.ts";
import type { QueueNode } from "./queue-node.ts";
import { skipIfEmpty } from "./steps.ts";

/** A call begins to wait, unless its queue does not keep it. */
export function callQueued(cell: Cell, event: RoutingEventOf<"call-queued">): void {
  const { call: id, queue: queueId, preferred } = event;
  if (cell.calls.has(id) || cell.talking.has(id)) return;
  const queue = cell.queues.get(queueId);
  if (queue === undefined)
    return cell.command({ do: "give-up", call: id, queue: queueId, why: "no-agents", goesTo: "flow" });
  const call = new CallNode(entering(queue, cell.at, entrantOf(event)), queue);
  cell.addCall(call);
  if (isClosed(queue, cell.at)) return overflow(cell, call, "closed");
  lookForRoom(cell, call);
  if (preferred !== undefined && keepForPreferred(cell, call, preferred)) return;
  beginSearch(cell, call);
}

/** The caller is gone, or waits no longer. Who was rung for it did no work: ready again, the idle time kept. */
export function callLeft(cell: Cell, event: RoutingEventOf<"call-left">): void {
  const call = cell.calls.get(event.call);
  if (call === undefined) return;
  const waitedMs = cell.at - call.record.queuedAt;
  if (waitedMs > call.queue.rules.target.withinSeconds * 1000) call.queue.recent.note(false);
  cell.dropCall(call);
  withdrawAll(cell, call);
}

/** Calls that found too many before them, and could not be offered at once, are not kept. */
export function turnAwayCrowd(cell: Cell): void {
  if (cell.agenda.crowded.size === 0) return;
  const crowded = [...cell.agenda.crowded];
  cell.agenda.crowded.clear();
  for (const call of crowded) {
    if (!call.isGone && call.record.reservations.length === 0) overflow(cell, call, "maximum-waiting");
  }
}

/** Calls of queues that have lost the last agent of a step go on, or are not kept. */
export function leaveEmptied(cell: Cell): void {
  if (cell.agenda.emptied.size === 0) return;
  const queues = [...cell.agenda.emptied];
  cell.agenda.emptied.clear();
  for (const queue of queues) leaveEmptiedQueue(cell, queue);
}

function leaveEmptiedQueue(cell: Cell, queue: QueueNode): void {
  for (const call of [...queue.calls].sort(olderFirst)) {
    if (call.record.reservations.length > 0) continue;
    if (waitsInVain(call)) overflow(cell, call, "no-agents");
    else if (call.list !== undefined) skipIfEmpty(cell, call);
  }
}

function entrantOf(event: RoutingEventOf<"call-queued">): Entrant {
  const { at, call: id, priority, maximumWaitSeconds, needsAgents, offersBefore: offers = 0 } = event;
  return {
    id,
    priority,
    queuedAt: event.waitingSince ?? at,
    needsAgents,
    offers,
    overflowedFrom: [],
    maximumWaitSeconds,
  };
}
