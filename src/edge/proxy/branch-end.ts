import type { Context } from "../core/context.ts";
import { disarmAll } from "./branch-timer.ts";
import { recordRefusal } from "./records.ts";
import type { Branch } from "./state.ts";

/** Notes that a branch has had its final response. */
export function endBranch(branch: Branch): void {
  branch.over = true;
  disarmAll(branch);
}

/** Ends a branch with a response that nobody sent (RFC 3261 16.8, 16.9). */
export function endLocally(context: Context, branch: Branch, status: number, reason: string): void {
  if (branch.over) return;
  endBranch(branch);
  recordRefusal(context, branch, { kind: "local", status, reason });
  branch.context.tell({ type: "refused", final: report(branch, status, reason), more: [] });
}

/** Lets a branch have no more time; what it still answers hardly matters. */
export function giveUp(branch: Branch): void {
  if (branch.over) return;
  disarmAll(branch);
  branch.further = [];
  branch.context.tell({ type: "given-up", final: report(branch, 408, "Request Timeout") });
}

function report(branch: Branch, status: number, reason: string) {
  const response = { kind: "local", status, reason } as const;
  branch.context.job.reporter.final(branch.context.incoming, response);
  return { branch: branch.number, status, local: true, response };
}
