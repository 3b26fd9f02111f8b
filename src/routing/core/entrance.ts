import { isOpen } from "../../calendar/index.ts";
import type { OverflowCause, OverflowTarget } from "../overflow.ts";
import { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { entering } from "./entry.ts";
import type { QueueNode } from "./queue-node.ts";
import { enterSteps } from "./steps.ts";

const backToFlow: OverflowTarget = { to: "flow" };

/** Whether the queue takes calls at this hour. Those that wait at closing time are served. */
export function isClosed({ rules }: QueueNode, at: number): boolean {
  return rules.hours !== undefined && !isOpen(rules.hours, at);
}

/** The search for an agent begins, unless nobody is there whom the call could wait for. */
export function beginSearch(cell: Cell, call: CallNode): void {
  if (waitsInVain(call)) return overflow(cell, call, "no-agents");
  enterSteps(cell, call, 0);
}

/** A call that finds its queue full is only kept if it can be offered at once. */
export function lookForRoom(cell: Cell, call: CallNode): void {
  const { calls, rules } = call.queue;
  if (rules.maximumWaiting !== undefined && calls.size > rules.maximumWaiting) cell.agenda.crowded.add(call);
}

/** Nobody signed in could serve it at any step, and it minds. */
export function waitsInVain({ record, queue }: CallNode): boolean {
  return (record.needsAgents || queue.rules.overflow["no-agents"] !== undefined) && !queue.isServed;
}

/** Its queue does not keep the call: on to where the queue says, or back to its flow. */
export function overflow(cell: Cell, call: CallNode, why: OverflowCause): void {
  const target = call.queue.rules.overflow[why] ?? backToFlow;
  if (target.to === "queue" && moveOn(cell, call, target, why)) return;
  const { id, queue } = call.record;
  cell.dropCall(call);
  cell.command({ do: "give-up", call: id, queue, why, goesTo: target.to === "hang-up" ? "hang-up" : "flow" });
}

/** False if the call has been in that queue already, or there is none. */
function moveOn(
  cell: Cell,
  call: CallNode,
  { queue: to, keepAge }: Extract<OverflowTarget, { to: "queue" }>,
  why: OverflowCause,
): boolean {
  const queue = cell.queues.get(to);
  const { id, queue: from, overflowedFrom } = call.record;
  if (queue === undefined || to === from || overflowedFrom.includes(to)) return false;
  cell.dropCall(call);
  const queuedAt = keepAge ? call.queuedAt : cell.at;
  const entrant = { ...call.record, queuedAt, overflowedFrom: [...overflowedFrom, from] };
  const moved = new CallNode(entering(queue, cell.at, entrant), queue);
  cell.addCall(moved);
  cell.command({ do: "note-overflow", call: id, from, to, why });
  if (isClosed(queue, cell.at)) overflow(cell, moved, "closed");
  else {
    lookForRoom(cell, moved);
    beginSearch(cell, moved);
  }
  return true;
}
