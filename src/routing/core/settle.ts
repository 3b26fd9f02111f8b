import type { Cell } from "./cell.ts";
import { matchCalls } from "./matching.ts";
import { letGoOf } from "./preferred.ts";
import { leaveEmptied, turnAwayCrowd } from "./queueing.ts";

/**
 * Follows an event up until the cell is quiet: no free agent could serve any call that waits without an offer (but for
 * what is kept free, shut, kept for somebody or to be claimed), and nobody waits in vain who minds.
 */
export function settle(cell: Cell): void {
  do {
    letGoOfSignedOut(cell);
    leaveEmptied(cell);
    matchCalls(cell);
    turnAwayCrowd(cell);
  } while (!cell.agenda.isEmpty);
}

function letGoOfSignedOut(cell: Cell): void {
  if (cell.agenda.signedOut.size === 0) return;
  const nodes = [...cell.agenda.signedOut];
  cell.agenda.signedOut.clear();
  for (const node of nodes) letGoOf(cell, node);
}
