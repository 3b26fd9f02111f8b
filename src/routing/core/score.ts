import { byText } from "../by-text.ts";
import type { PriorityPolicy } from "../priority-policy.ts";
import type { CallNode } from "./call-node.ts";

const priorityWeight = 1_000_000;
/** What is added for a call that has waited longest. */
export const topWeight = 1_000_000_000;

/** What a policy makes of a priority: a score is `offset + rate × age`, in seconds. */
export function termsOf(
  policy: PriorityPolicy,
  priority: number,
): { readonly offset: number; readonly rate: number } {
  switch (policy.mode) {
    case "strict":
      return { offset: priority * priorityWeight, rate: 1 };
    case "head-start":
      return { offset: policy.headStartSeconds[priority] ?? 0, rate: 1 };
    case "accumulating":
      return { offset: 0, rate: policy.rates[priority] ?? 1 };
    case "balance":
      return { offset: 0, rate: 1 };
  }
}

/** What a call of this priority and age (milliseconds) is worth under a policy, in seconds. See `PriorityPolicy`. */
export function scoreOf(policy: PriorityPolicy, priority: number, ageMs: number): number {
  const { offset, rate } = termsOf(policy, priority);
  const top = ageMs >= policy.topAfterSeconds * 1000 ? topWeight : 0;
  return top + offset + rate * (ageMs / 1000);
}

/** Whether a call with this score has waited for the longest that its policy lets others be served before it. */
export function isAtTop(score: number): boolean {
  return score >= topWeight;
}

/** What a call is worth now, in seconds. */
export function scoreNow({ priority, queuedAt, queue }: CallNode, at: number): number {
  return scoreOf(queue.rules.priority, priority, at - queuedAt);
}

/** Whether the first call, with its score, is served before the second: the higher score, the older, the id. */
export function servedBefore(one: CallNode, score: number, other: CallNode, otherScore: number): boolean {
  if (score !== otherScore) return score > otherScore;
  if (one.queuedAt !== other.queuedAt) return one.queuedAt < other.queuedAt;
  return byText(one.record.id, other.record.id) < 0;
}
