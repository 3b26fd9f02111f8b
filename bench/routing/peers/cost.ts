import type { Contestant } from "../contestant.ts";
import { record } from "../drive.ts";
import { processorMs, take } from "../take.ts";
import type { World } from "../world.ts";

const lastsMs = 8_000;
const mostEvents = 1_000_000;
/** Few, for there are peers that need a tenth of a second for one. */
const slice = 20;

/** What a peer took. */
export interface PeerCost {
  /** Mean cost of an event, in µs of processor time. */
  readonly mean: number;
  readonly events: number;
}

/**
 * As many events as a peer gets through in eight seconds of its own time, in the same world from the same moment on.
 * The peer decides for itself, so the world hears of its decisions: a first one does that, and what happened is then
 * replayed through a second, in which nothing else runs while the clock does.
 */
export function costOfPeer(world: World, make: () => Contestant): PeerCost {
  const [told, measured] = [make(), make()];
  const own = world.copy();
  let [milliseconds, events] = [0, 0];
  while (milliseconds < lastsMs && events < mostEvents) {
    const happened = record(own, told, slice);
    const from = processorMs();
    for (const event of happened) take(measured, event);
    milliseconds += processorMs() - from;
    events += happened.length;
  }
  return { mean: (milliseconds * 1_000) / events, events };
}
