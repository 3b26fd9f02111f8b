import type { CallId } from "../../ids.ts";
import type { Work } from "../agent.ts";
import type { AgentNode } from "./agent-node.ts";
import type { Cell } from "./cell.ts";
import { conversationOf, endWork, replaceWork } from "./works.ts";

/** The conversation of a call is over: its agent wraps up, or goes if no longer configured. */
export function conversationEnded(cell: Cell, call: CallId): void {
  const node = cell.talking.get(call);
  const work = node && conversationOf(node, call);
  cell.talking.delete(call);
  if (node && work?.at === "talking") wrapUp(cell, node, work);
}

/** The agent has wrapped up. Idle since the wrap-up was over, even if that is noticed later. */
export function wrapUpEnded(cell: Cell, node: AgentNode, work: Work & { at: "wrap-up" }): void {
  endWork(cell, node, work, work.until);
}

function wrapUp(cell: Cell, node: AgentNode, work: Work & { at: "talking" }): void {
  const { at } = cell;
  const { call, queue, medium, reservation, rental, chargedMs, wrapUpSeconds } = work;
  if (wrapUpSeconds === 0 || node.record.dismissed === true) return endWork(cell, node, work, at);
  const wrapping: Work = {
    at: "wrap-up",
    since: at,
    call,
    queue,
    medium,
    reservation,
    rental,
    chargedMs,
    until: at + wrapUpSeconds * 1000,
    talkedSince: work.since,
  };
  cell.putAgent(node, replaceWork(node.record, work, wrapping, at));
  cell.deadlines.add({ at: wrapping.until, of: "wrap-up", agent: node, work: wrapping });
}
