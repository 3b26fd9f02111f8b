import type { Context } from "../core/context.ts";
import type { Branch, BranchTimer } from "./state.ts";

/** Starts one of a branch's timers, afresh if it ran. No time means no timer. */
export function armTimer(
  context: Context,
  branch: Branch,
  name: BranchTimer,
  ms: number | undefined,
  run: () => void,
): void {
  disarmTimer(branch, name);
  if (ms !== undefined) branch.timers.set(name, context.clock.after(ms, run));
}

/** Stops one of a branch's timers. Safe to repeat. */
export function disarmTimer(branch: Branch, name: BranchTimer): void {
  branch.timers.get(name)?.cancel();
  branch.timers.delete(name);
}

/** Stops all of them. */
export function disarmAll(branch: Branch): void {
  for (const timer of branch.timers.values()) timer.cancel();
  branch.timers.clear();
}
