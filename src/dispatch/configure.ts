import type { Flow } from "../ivr/index.ts";
import type { TenantConfig } from "../tenancy/index.ts";
import { type Cell, graphKey } from "./cell.ts";

/** The cell under a new configuration. Graphs that a live call still walks are kept; the rest are let go. */
export function configure(cell: Cell, config: TenantConfig): Cell {
  const graphs = new Map<string, Flow>();
  for (const call of cell.calls.values()) {
    const graph = cell.graphs.get(graphKey(call.flow));
    if (graph !== undefined) graphs.set(graphKey(call.flow), graph);
  }
  return { ...cell, config, graphs };
}
