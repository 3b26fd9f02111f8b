import type { ManualClock } from "../../../../src/edge/manual-clock.ts";
import type { World } from "./world.ts";

/** Turns the clock until the server has begun a request of its own, at most for this long; how long it took. */
export function untilRefresh(clock: ManualClock, world: World, limitMs = 60_000): number {
  const { clientTransactions } = world.edge.counts();
  const start = clock.now();
  while (world.edge.counts().clientTransactions <= clientTransactions) {
    if (clock.now() - start > limitMs) throw new Error("nothing was sent");
    clock.advance(50);
  }
  return clock.now() - start;
}
