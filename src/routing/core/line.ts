import type { SearchStep } from "../search-step.ts";
import { CallList, type CallNode } from "./call-node.ts";
import type { Heads } from "./heads.ts";
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
  /** Where its oldest calls are noted, and its number there. */
  readonly heads: Heads;
  readonly number: number;
  /** Calls that ring nobody, by priority. */
  readonly #classes: (CallList | undefined)[] = [];
  /** Calls that ring some agents, and may ring more. */
  readonly partlyOffered = new CallList();
  /** Matching is to look at it. */
  isHot = false;
  /** How many ring nobody. */
  waiting = 0;

  constructor(queue: QueueNode, step: SearchStep, index: number, pool: Pool, heads: Heads) {
    this.queue = queue;
    this.step = step;
    this.index = index;
    this.pool = pool;
    this.isLast = index === queue.rules.steps.length - 1;
    this.isForClaims = queue.rules.offering.mode === "claim";
    this.keepsFree = queue.rules.keepFree.length > 0;
    this.balances = queue.rules.priority.mode === "balance";
    this.heads = heads;
    this.number = heads.addLine(queue.rules.priority);
    pool.lines.push(this);
  }

  /** Whoever is free and eligible may serve whoever is first: no reserve, claim or balance has a word in it. */
  get isPlain(): boolean {
    return !this.keepsFree && !this.isForClaims && !this.balances;
  }

  /** The oldest call of this priority that rings nobody. */
  headOf(priority: number): CallNode | undefined {
    return this.#classes[priority]?.head;
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
    const { heads, number } = this;
    const calls = new CallList((since) => heads.set(number, priority, since));
    this.#classes[priority] = calls;
    return calls;
  }
}
