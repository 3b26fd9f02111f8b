import type { AgentId } from "../../ids.ts";
import type { AgentNode } from "./agent-node.ts";
import { onBreak, ready } from "./availability.ts";
import type { Cell } from "./cell.ts";
import { ringingDeviceGone } from "./offers.ts";

/**
 * A device can ring again. Whether the agent is ready stays the agent's to say, but for one who was only set aside
 * because the device could not be reached.
 */
export function deviceRegistered(cell: Cell, id: AgentId): void {
  const node = cell.agents.get(id);
  if (node === undefined) return;
  if (!node.record.hasDevice) cell.putAgent(node, { ...node.record, hasDevice: true });
  const { state } = node.record;
  if (state.at === "not-ready" && state.reason === "device-unreachable")
    cell.putAgent(node, ready(node.record, cell.at, cell.at));
}

/** Nothing can ring any more: no offer comes, and one that rings is over. A conversation goes on by itself. */
export function deviceGone(cell: Cell, id: AgentId): void {
  const node = cell.agents.get(id);
  if (node === undefined || !node.record.hasDevice) return;
  const without = { ...node.record, hasDevice: false };
  if (without.state.at === "ready") return cell.putAgent(node, onBreak(without, cell.at, "device-gone"));
  cell.putAgent(node, without);
  endRinging(cell, node);
}

function endRinging(cell: Cell, node: AgentNode): void {
  for (const { at, reservation } of node.record.works)
    if (at === "reserved") ringingDeviceGone(cell, reservation);
}
