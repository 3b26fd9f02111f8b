import type { AgentId, ReservationId } from "../../ids.ts";
import type { CallNode } from "./call-node.ts";
import type { Cell } from "./cell.ts";
import { overflow, waitsInVain } from "./entrance.ts";
import { keepInReach } from "./offer.ts";
import { resumeStep } from "./steps.ts";

/** An offer for this call is over and was not answered: age and place are kept, unless its time is up. */
export function returnToQueue(cell: Cell, call: CallNode, ended: ReservationId, notTakenBy?: AgentId): void {
  const { record } = call;
  const reservations = record.reservations.filter((id) => id !== ended);
  const ringsAlone = reservations.length === 0 ? undefined : record.ringsAlone;
  const passedOver = withAgent(record.passedOver, notTakenBy);
  cell.putCall(call, { ...record, reservations, ringsAlone, passedOver });
  if (reservations.length === 0) return waitAgain(cell, call);
  keepInReach(call);
  const line = call.queue.lineOf(call);
  if (line !== undefined) cell.agenda.heat(line);
}

/** It rings nobody any more: back in its line, unless there is no queue or no time left for it. */
function waitAgain(cell: Cell, call: CallNode): void {
  const { giveUpAt } = call.record;
  cell.unlist(call);
  if (cell.queues.get(call.queue.id) !== call.queue) return overflow(cell, call, "no-agents");
  if (giveUpAt !== undefined && giveUpAt <= cell.at) return overflow(cell, call, "maximum-wait");
  if (waitsInVain(call)) return overflow(cell, call, "no-agents");
  resumeStep(cell, call);
  if (giveUpAt !== undefined) cell.deadlines.add({ at: giveUpAt, of: "give-up", call });
}

function withAgent(passedOver: readonly AgentId[], agent: AgentId | undefined): readonly AgentId[] {
  return agent === undefined || passedOver.includes(agent) ? passedOver : [...passedOver, agent];
}
