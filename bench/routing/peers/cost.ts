import type { Contestant } from "../contestant.ts";
import { drive } from "../drive.ts";
import type { World } from "../world.ts";

const lastsMs = 10_000;
const mostEvents = 1_000_000;

/** What a peer took. */
export interface PeerCost {
  /** Mean cost of an event, in µs. */
  readonly mean: number;
  readonly events: number;
}

/**
 * As many events as a peer gets through in ten seconds of its own time, from the same moment on in the same world. The
 * peer decides for itself, so the world hears of its decisions.
 */
export function costOfPeer(world: World, peer: Contestant): PeerCost {
  const timed = new Timed(peer);
  drive(world.copy(), timed, () => timed.milliseconds < lastsMs && timed.events < mostEvents);
  return { mean: (timed.milliseconds * 1_000) / timed.events, events: timed.events };
}

/** Adds up the time spent in whoever decides. */
class Timed implements Contestant {
  milliseconds = 0;
  events = 0;
  private readonly timed: Contestant;

  constructor(timed: Contestant) {
    this.timed = timed;
  }

  step(event: Parameters<Contestant["step"]>[0]): ReturnType<Contestant["step"]> {
    const from = performance.now();
    const step = this.timed.step(event);
    this.milliseconds += performance.now() - from;
    this.events += 1;
    return step;
  }

  nextDeadline(): number | undefined {
    const from = performance.now();
    const deadline = this.timed.nextDeadline();
    this.milliseconds += performance.now() - from;
    return deadline;
  }
}
