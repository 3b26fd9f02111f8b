import { holds, type LiveFigures } from "../expression/index.ts";
import type { WaitingCall } from "../waiting-call.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import type { Line } from "./line.ts";

/**
 * The call goes to the first step from this one on that is not skipped. The last step is never skipped. The step's
 * time is counted from `since`.
 */
export function enterSteps(cell: Cell, call: CallNode, from: number, since = cell.at): void {
  const { record, queue } = call;
  const line = firstConsidered(cell, queue.lines, from);
  if (line === undefined) return;
  const { index: step, isLast } = line;
  if (step !== record.step) cell.command({ do: "note-step", call: record.id, queue: queue.id, step });
  const { forSeconds } = line.step;
  const stepEndsAt = isLast || forSeconds === undefined ? undefined : since + forSeconds * 1000;
  if (step !== record.step || stepEndsAt !== record.stepEndsAt || record.stepLeftMs !== undefined)
    setClock(cell, call, { ...record, step, stepEndsAt, stepLeftMs: undefined });
  stand(cell, call, line);
}

function firstConsidered(cell: Cell, lines: readonly Line[], from: number): Line | undefined {
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined && (line.isLast || !isSkipped(cell, line))) return line;
  }
  return undefined;
}

/** The step's time was over at that moment, even if that is noticed later. */
export function stepEnded(cell: Cell, call: CallNode, at: number): void {
  cell.unlist(call);
  enterSteps(cell, call, call.record.step + 1, at);
}

/** No offer rings any more: the step goes on with what was left of its time, or begins if it never did. */
export function resumeStep(cell: Cell, call: CallNode): void {
  const line = call.queue.lineOf(call);
  if (line === undefined) return;
  const { stepLeftMs } = call.record;
  if (line.isLast) return stand(cell, call, line);
  if (stepLeftMs === undefined || isEmpty(line)) return enterSteps(cell, call, line.index);
  setClock(cell, call, { ...call.record, stepEndsAt: cell.at + stepLeftMs, stepLeftMs: undefined });
  stand(cell, call, line);
}

/** Nobody signed in is left for its step: on to the next at once. */
export function skipIfEmpty(cell: Cell, call: CallNode): void {
  const line = call.queue.lineOf(call);
  if (line === undefined || line.isLast || !isEmpty(line)) return;
  cell.unlist(call);
  enterSteps(cell, call, line.index + 1);
}

/** The call takes its place in the line, where matching will look. */
export function stand(cell: Cell, call: CallNode, line: Line): void {
  line.enter(call);
  cell.agenda.heat(line);
}

function setClock(cell: Cell, call: CallNode, record: WaitingCall): void {
  cell.putCall(call, record);
  if (record.stepEndsAt !== undefined) cell.deadlines.add({ at: record.stepEndsAt, of: "step", call });
}

function isSkipped(cell: Cell, line: Line): boolean {
  const { considerIf } = line.step;
  return isEmpty(line) || (considerIf !== undefined && !holds(considerIf, figuresOf(cell, line)));
}

function isEmpty({ queue, pool }: Line): boolean {
  return queue.rules.skipsEmptySteps && pool.signedIn === 0;
}

/** How things stand for a call that considers this step; the call itself is counted. */
function figuresOf(cell: Cell, { queue, pool }: Line): LiveFigures {
  cell.agenda.placeFreed();
  const expected = queue.waits.predict(Math.max(1, queue.calls.size), cell.at);
  const serviceLevel = queue.recent.serviceLevel();
  return {
    waiting: queue.calls.size,
    ready: pool.open,
    ...(expected !== undefined && { ewtSeconds: expected.meanMs / 1000 }),
    ...(serviceLevel !== undefined && { serviceLevel }),
  };
}
