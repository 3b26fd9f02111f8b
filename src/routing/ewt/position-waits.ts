import { bucketOf } from "./position-bucket.ts";
import type { PositionMemory } from "./wait-memory.ts";

/** How many waits a running mean looks back over, about. */
const WINDOW = 200;

/** Mean wait and mean position of so many waits. */
interface Evidence {
  readonly waits: number;
  readonly position: number;
  readonly waitMs: number;
}

/**
 * The mean of past waits by the position found on entering. It assumes nothing of who serves the queue, what else they
 * serve or how many callers give up: whatever makes calls wait is in the waits already.
 *
 * A mean is plain over the first 200 waits, then each new wait weighs 1/200. A position that has not seen enough waits
 * borrows from both sides: the nearest waits found at lower and at higher positions, enough on each side and none
 * beyond half and twice its own, give a mean wait and a mean position, and wait is taken to be proportional to
 * position between them. Its own mean weighs as its own waits do among enough.
 *
 * Enough are 20, or ten times the position where that is more: far back waits overlap (who finds 50 before it waits
 * through nearly the same minutes as the call that found 49), so that many of them say no more than a few alone.
 */
export class PositionWaits {
  readonly #counts: number[] = [];
  readonly #positions: number[] = [];
  readonly #waits: number[] = [];

  constructor(memory: readonly PositionMemory[]) {
    for (const [waits, position, waitMs] of memory) this.#append(waits, position, waitMs);
  }

  record(position: number, waitMs: number): void {
    const bucket = bucketOf(position);
    while (this.#counts.length <= bucket) this.#append(0, 0, 0);
    const count = Math.min(WINDOW, this.#countAt(bucket) + 1);
    const meanPosition = this.#positions[bucket] ?? 0;
    const meanWait = this.#waits[bucket] ?? 0;
    this.#counts[bucket] = count;
    this.#positions[bucket] = meanPosition + (position - meanPosition) / count;
    this.#waits[bucket] = meanWait + (waitMs - meanWait) / count;
  }

  /** Milliseconds; undefined while no wait has been seen at this position or near it. */
  meanAt(position: number): number | undefined {
    const bucket = bucketOf(position);
    const count = this.#countAt(bucket);
    const own = ((this.#waits[bucket] ?? 0) * position) / (this.#positions[bucket] || position);
    const enough = enoughAt(position);
    if (count >= enough) return own;
    const last = Math.min(bucketOf(position * 2), this.#counts.length - 1);
    const below = this.#gather(bucket - 1, bucketOf(Math.ceil(position / 2)), -1, enough);
    const above = this.#gather(bucket + 1, last, 1, enough);
    const waits = below.waits + above.waits;
    if (waits === 0) return count > 0 ? own : undefined;
    const ownPart = count / Math.min(enough, count + waits);
    return own * ownPart + proportional(below, above, position) * (1 - ownPart);
  }

  memory(): readonly PositionMemory[] {
    return this.#counts.map(
      (count, bucket) => [count, this.#positions[bucket] ?? 0, this.#waits[bucket] ?? 0] as const,
    );
  }

  #append(count: number, position: number, waitMs: number): void {
    this.#counts.push(count);
    this.#positions.push(position);
    this.#waits.push(waitMs);
  }

  #countAt(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }

  /** The nearest `enough` waits from this bucket outwards; fewer where there are not so many up to the last. */
  #gather(first: number, last: number, direction: 1 | -1, enough: number): Evidence {
    let waits = 0;
    let position = 0;
    let waitMs = 0;
    for (let bucket = first; (last - bucket) * direction >= 0 && waits < enough; bucket += direction) {
      const taken = Math.min(enough - waits, this.#countAt(bucket));
      if (taken === 0) continue;
      waits += taken;
      position += (((this.#positions[bucket] ?? 0) - position) * taken) / waits;
      waitMs += (((this.#waits[bucket] ?? 0) - waitMs) * taken) / waits;
    }
    return { waits, position, waitMs };
  }
}

function enoughAt(position: number): number {
  return Math.max(20, 10 * position);
}

/** As many waits on both sides make this the straight line between their means. */
function proportional(below: Evidence, above: Evidence, position: number): number {
  const waitMs = below.waits * below.waitMs + above.waits * above.waitMs;
  return (waitMs / (below.waits * below.position + above.waits * above.position)) * position;
}
