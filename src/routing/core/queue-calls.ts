import type { CallNode } from "./call-node.ts";

/** All calls of a queue, the youngest entry first. They are strung together, so that coming and going touches few. */
export class QueueCalls {
  size = 0;
  #first: CallNode | undefined;

  add(call: CallNode): void {
    const next = this.#first;
    call.after = next;
    call.before = undefined;
    if (next !== undefined) next.before = call;
    this.#first = call;
    this.size += 1;
  }

  remove(call: CallNode): void {
    const { before, after } = call;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after !== undefined) after.before = before;
    call.before = undefined;
    call.after = undefined;
    this.size -= 1;
  }

  *[Symbol.iterator](): Generator<CallNode, undefined> {
    for (let call = this.#first; call !== undefined; call = call.after) yield call;
  }
}
