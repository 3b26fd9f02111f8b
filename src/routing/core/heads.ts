import type { PriorityPolicy } from "../priority-policy.ts";
import { termsOf, topWeight } from "./score.ts";

/** Priorities go from 0 to 9. */
const priorities = 10;

/**
 * Since when the oldest call of each class of each line has been waiting, and what its line makes of that, all side by
 * side: whoever becomes free finds the call it should serve next without a look at any call, line or queue it does
 * not serve. In a large centre that is most of what a decision costs.
 */
export class Heads {
  #lines = 0;
  /** By line and priority: epoch milliseconds; infinite where nobody waits. */
  #since = new Float64Array(0);
  #offset = new Float64Array(0);
  #rate = new Float64Array(0);
  /** By line: milliseconds. */
  #topAfter = new Float64Array(0);

  /** Makes room for another line, and returns its number. */
  addLine(policy: PriorityPolicy): number {
    const line = this.#lines;
    this.#lines += 1;
    if (this.#lines > this.#topAfter.length) this.#grow();
    this.#topAfter[line] = policy.topAfterSeconds * 1000;
    for (let priority = 0; priority < priorities; priority += 1) {
      const { offset, rate } = termsOf(policy, priority);
      this.#offset[line * priorities + priority] = offset;
      this.#rate[line * priorities + priority] = rate;
      this.#since[line * priorities + priority] = Number.POSITIVE_INFINITY;
    }
    return line;
  }

  /** The oldest call of a class has been waiting since then; infinite: there is none. */
  set(line: number, priority: number, since: number): void {
    this.#since[line * priorities + priority] = since;
  }

  since(line: number, priority: number): number {
    return this.#since[line * priorities + priority] ?? Number.POSITIVE_INFINITY;
  }

  /** What the oldest call of a class is worth now, in seconds; less than anything where nobody waits. */
  score(line: number, priority: number, at: number): number {
    const ageMs = at - this.since(line, priority);
    if (ageMs === Number.NEGATIVE_INFINITY) return ageMs;
    const place = line * priorities + priority;
    const top = ageMs >= (this.#topAfter[line] ?? 0) ? topWeight : 0;
    return top + (this.#offset[place] ?? 0) + (this.#rate[place] ?? 0) * (ageMs / 1000);
  }

  /** The class of a line that is served first now: its priority, or -1 where nobody waits. */
  best(line: number, at: number): number {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let priority = 0; priority < priorities; priority += 1) {
      const score = this.score(line, priority, at);
      if (score < bestScore || score === Number.NEGATIVE_INFINITY) continue;
      if (score === bestScore && this.since(line, priority) >= this.since(line, best)) continue;
      best = priority;
      bestScore = score;
    }
    return best;
  }

  #grow(): void {
    const lines = Math.max(16, 2 * this.#topAfter.length);
    this.#since = grown(this.#since, lines * priorities);
    this.#offset = grown(this.#offset, lines * priorities);
    this.#rate = grown(this.#rate, lines * priorities);
    this.#topAfter = grown(this.#topAfter, lines);
  }
}

function grown(numbers: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length);
  longer.set(numbers);
  return longer;
}
