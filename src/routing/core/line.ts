import type { PriorityPolicy } from "../priority-policy.ts";
import type { SearchStep } from "../search-step.ts";
import { CallList, type CallNode } from "./call-node.ts";
import type { Pool } from "./pool.ts";
import type { QueueNode } from "./queue-node.ts";

/** The calls of one queue that are at one step of its search, by priority, and the pool of agents they wait for. */
export class Line {
  readonly queue: QueueNode;
  readonly step: SearchStep;
  readonly index: number;
  readonly pool: Pool;
  /** Nothing comes after it. */
  readonly isLast: boolean;
  /** Its calls ring nobody by themselves. */
  readonly isForClaims: boolean;
  /** Its queue keeps some agents free for some calls. */
  readonly keepsFree: boolean;
  /** Its queue keeps to a share. */
  readonly balances: boolean;
  readonly policy: PriorityPolicy;
  /** Calls that ring nobody, by priority. */
  readonly #classes: (CallList | undefined)[] = [];
  /** The classes that have ever been used, in no particular order: most queues know one or two. */
  readonly classes: CallList[] = [];
  /** Calls that ring some agents, and may ring more. */
  readonly partlyOffered = new CallList();
  /** Matching is to look at it. */
  isHot = false;
  /** How many ring nobody. */
  waiting = 0;

  constructor(queue: QueueNode, step: SearchStep, index: number, pool: Pool) {
    this.queue = queue;
    this.step = step;
    this.index = index;
    this.pool = pool;
    this.isLast = index === queue.rules.steps.length - 1;
    this.isForClaims = queue.rules.offering.mode === "claim";
    this.keepsFree = queue.rules.keepFree.length > 0;
    this.balances = queue.rules.priority.mode === "balance";
    this.policy = queue.rules.priority;
    pool.lines.push(this);
  }

  enter(call: CallNode): void {
    this.#classOf(call.priority).insert(call);
    this.waiting += 1;
    this.pool.callEntered();
  }

  /** The call leaves whatever list of this line it stands in. */
  leave(call: CallNode): void {
    const { list } = call;
    if (list === undefined) return;
    list.remove(call);
    if (list === this.partlyOffered) return;
    this.waiting -= 1;
    this.pool.callLeft();
  }

  #classOf(priority: number): CallList {
    const known = this.#classes[priority];
    if (known !== undefined) return known;
    const calls = new CallList(priority);
    this.#classes[priority] = calls;
    this.classes.push(calls);
    return calls;
  }
}
