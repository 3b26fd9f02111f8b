import { byText } from "../by-text.ts";
import type { WaitingCall } from "../waiting-call.ts";
import type { QueueNode } from "./queue-node.ts";

/**
 * A waiting call where routing can find it: in the list of its line while it rings nobody, else where it is kept.
 * `record` is what the world sees of it.
 */
export class CallNode {
  record: WaitingCall;
  queue: QueueNode;
  /** Of the record, and the same for as long as it waits: what its turn is reckoned from. */
  readonly queuedAt: number;
  readonly priority: number;
  /** Its neighbours among the calls of its queue. */
  before: CallNode | undefined;
  after: CallNode | undefined;
  /** It waits no longer. */
  isGone = false;
  /** The list it stands in now, if any. */
  list: CallList | undefined;
  previous: CallNode | undefined;
  next: CallNode | undefined;

  constructor(record: WaitingCall, queue: QueueNode) {
    this.record = record;
    this.queue = queue;
    this.queuedAt = record.queuedAt;
    this.priority = record.priority;
  }
}

/** Orders calls of one class by age, then by id. */
export function olderFirst(one: CallNode, other: CallNode): number {
  return one.queuedAt - other.queuedAt || byText(one.record.id, other.record.id);
}

/**
 * Calls in the order of their age. One that comes is almost always the youngest, and one that comes back almost always
 * the oldest, so a place is looked for from the nearer end.
 */
export class CallList {
  head: CallNode | undefined;
  tail: CallNode | undefined;
  length = 0;

  /** Told since when the oldest has been waiting, whenever another is; infinite: there is none. */
  readonly #onHead: ((since: number) => void) | undefined;

  constructor(onHead?: (since: number) => void) {
    this.#onHead = onHead;
  }

  insert(call: CallNode): void {
    const before = this.#placeFor(call);
    const after = before === undefined ? this.head : before.next;
    call.list = this;
    call.previous = before;
    call.next = after;
    if (before === undefined) this.#lead(call);
    else before.next = call;
    if (after === undefined) this.tail = call;
    else after.previous = call;
    this.length += 1;
  }

  remove(call: CallNode): void {
    if (call.previous === undefined) this.#lead(call.next);
    else call.previous.next = call.next;
    if (call.next === undefined) this.tail = call.previous;
    else call.next.previous = call.previous;
    call.list = undefined;
    call.previous = undefined;
    call.next = undefined;
    this.length -= 1;
  }

  #lead(call: CallNode | undefined): void {
    this.head = call;
    this.#onHead?.(call?.queuedAt ?? Number.POSITIVE_INFINITY);
  }

  /** The call after which this one stands, or undefined at the front. */
  #placeFor(call: CallNode): CallNode | undefined {
    const { head } = this;
    if (head === undefined || olderFirst(call, head) < 0) return undefined;
    let place = this.tail;
    while (place !== undefined && olderFirst(call, place) < 0) place = place.previous;
    return place;
  }
}
