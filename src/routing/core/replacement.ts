import type { WaitingCall } from "../waiting-call.ts";
import { type CallNode, olderFirst } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { overflow } from "./entrance.ts";
import { keepInReach } from "./offer.ts";
import { hold, letGo } from "./preferred.ts";
import { retiredQueue } from "./queue-node.ts";

/** After a configuration: waiting calls take their places in the new queues, age and order kept. */
export function replaceCalls(cell: Cell): void {
  const calls = [...cell.calls.values()].sort(olderFirst);
  for (const node of cell.awaited) node.kept.clear();
  cell.awaited.clear();
  for (const call of calls) moveToQueue(cell, call);
  keepingAccounts(cell, () => {
    for (const call of calls) if (!call.isGone) place(cell, call);
  });
  for (const call of calls) if (!call.isGone && isOrphan(cell, call)) overflow(cell, call, "no-agents");
}

/** Calls only come back where they were: no account is moved by that. */
function keepingAccounts(cell: Cell, placing: () => void): void {
  const before = new Map([...cell.accounts.values()].map((account) => [account, account.consumedMs]));
  placing();
  for (const [account, consumedMs] of before) account.consumedMs = consumedMs;
}

function moveToQueue(cell: Cell, call: CallNode): void {
  const { queue: id } = call.record;
  call.queue.leave(call);
  call.queue = cell.queues.get(id) ?? retiredQueue(id);
  call.list = undefined;
  call.previous = undefined;
  call.next = undefined;
  call.queue.enter(call);
}

/** A call whose queue is gone, and which rings nobody, waits for nothing. */
function isOrphan(cell: Cell, { record, queue }: CallNode): boolean {
  return cell.queues.get(record.queue) !== queue && record.reservations.length === 0;
}

function place(cell: Cell, call: CallNode): void {
  fitStep(cell, call);
  const { preferred, reservations } = call.record;
  if (reservations.length > 0) return keepInReach(call);
  const line = call.queue.lineOf(call);
  if (line === undefined) return;
  if (preferred === undefined) return line.enter(call);
  const agent = cell.agents.get(preferred.agent);
  if (agent === undefined) return letGo(cell, call);
  hold(cell, call, agent);
  cell.agenda.signedOut.add(agent);
}

/** A queue may have fewer steps now, or one that was the last may not be. */
function fitStep(cell: Cell, call: CallNode): void {
  const { record, queue } = call;
  const step = Math.min(record.step, Math.max(0, queue.lines.length - 1));
  const line = queue.lines[step];
  if (line === undefined) return;
  const { stepEndsAt, stepLeftMs } = record;
  if (line.isLast && (stepEndsAt !== undefined || stepLeftMs !== undefined || step !== record.step))
    return cell.putCall(call, { ...record, step, stepEndsAt: undefined, stepLeftMs: undefined });
  const hasBegun = record.preferred === undefined && record.ringsAlone === undefined;
  if (hasBegun && !line.isLast && stepEndsAt === undefined && stepLeftMs === undefined)
    beginClock(cell, call, line.step.forSeconds);
}

function beginClock(cell: Cell, call: CallNode, forSeconds = 0): void {
  const { record } = call;
  const next: WaitingCall =
    record.reservations.length > 0
      ? { ...record, stepLeftMs: forSeconds * 1000 }
      : { ...record, stepEndsAt: cell.at + forSeconds * 1000 };
  cell.putCall(call, next);
  if (next.stepEndsAt !== undefined) cell.deadlines.add({ at: next.stepEndsAt, of: "step", call });
}
