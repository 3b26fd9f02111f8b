import type { AgentNode } from "./agent-node.ts";
import { onBreak, ready } from "./availability.ts";
import type { Cell } from "./cell.ts";
import { wrapUpEnded } from "./conversations.ts";
import type { Deadline } from "./deadlines.ts";
import { overflow } from "./entrance.ts";
import { ringTimedOut } from "./offers.ts";
import { letGo } from "./preferred.ts";
import { settle } from "./settle.ts";
import { stepEnded } from "./steps.ts";

/** Carries out what has fallen due, moment by moment as if each had been noticed in time. */
export function timePassed(cell: Cell): void {
  for (let due = nextDue(cell); due !== undefined && due.at <= cell.at; due = nextDue(cell)) {
    takeMoment(cell, due.at);
    settle(cell);
  }
}

/** All that fell due at one moment. */
function takeMoment(cell: Cell, at: number): void {
  for (let due = nextDue(cell); due?.at === at; due = nextDue(cell)) {
    cell.deadlines.dropFirst();
    happen(cell, due);
  }
}

/** The earliest deadline that still means something. Those that do not are forgotten on the way. */
export function nextDue(cell: Cell): Deadline | undefined {
  const { deadlines } = cell;
  for (let first = deadlines.first(); first !== undefined; first = deadlines.first()) {
    if (cell.isDue(first)) return first;
    deadlines.dropFirst();
  }
  return undefined;
}

function happen(cell: Cell, due: Deadline): void {
  switch (due.of) {
    case "wrap-up":
      if (due.work.at === "wrap-up") wrapUpEnded(cell, due.agent, due.work);
      return;
    case "pause":
      return pauseEnded(cell, due.agent, due.at);
    case "ring":
      return ringTimedOut(cell, due.reservation);
    case "step":
      return stepEnded(cell, due.call, due.at);
    case "patience":
      return letGo(cell, due.call);
    case "give-up":
      return overflow(cell, due.call, "maximum-wait");
  }
}

/** Idle since the pause was over, even if that is noticed later. Nobody is ready whom nothing can ring. */
function pauseEnded(cell: Cell, node: AgentNode, at: number): void {
  const { record } = node;
  cell.putAgent(
    node,
    record.hasDevice ? ready(record, cell.at, at) : onBreak(record, cell.at, "device-gone"),
  );
}
