import { deserialize, serialize } from "node:v8";
import type { RoutingEvent } from "../../src/routing/index.ts";

/**
 * Events taken down in stretches, out of sight of the garbage collector: a million of them in memory would cost the
 * router under test more time than they take it.
 */
export class Recording {
  length = 0;
  readonly #stretches: Buffer[] = [];
  readonly #counts = new Map<string, number>();

  add(events: readonly RoutingEvent[]): void {
    this.length += events.length;
    this.#stretches.push(serialize(events));
    for (const { type } of events) this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
  }

  /** The stretches in order, each read when its turn comes. */
  *stretches(): Generator<readonly RoutingEvent[], undefined> {
    for (const stretch of this.#stretches) yield deserialize(stretch);
  }

  /** Which events there are, in percent. */
  get mix(): string {
    const parts = [...this.#counts].map(
      ([type, count]) => `${type} ${Math.round((count / this.length) * 100)} %`,
    );
    return parts.join(", ");
  }
}
