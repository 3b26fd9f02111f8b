import { Router, type RoutingEvent, type RoutingSnapshot } from "../../src/routing/index.ts";
import type { BenchSetting } from "../bench.ts";
import { breathe } from "../breathe.ts";
import type { Contestant } from "./contestant.ts";
import { driveUntil, record } from "./drive.ts";
import { type Cell, cellOf } from "./population/cell.ts";
import { Recording } from "./recording.ts";
import type { Scale } from "./scale.ts";
import { World } from "./world.ts";

const seed = 1;
/** Agents sign in and callers come until as many wait as ought to. */
const openingMs = 300_000;
const warmUpEvents = 200_000;
const slice = 50_000;

/** A cell in full swing, and what happens in it from there on. */
export interface Stage {
  readonly cell: Cell;
  /** Where the stream begins. */
  readonly from: RoutingSnapshot;
  readonly world: World;
  /** What happened next to callers and agents served by a router. */
  readonly stream: Recording;
  /** How many commands came of it. */
  readonly commands: number;
}

/** Sets up a cell, lets it run warm and takes down the next so many events. */
export async function stageOf(scale: Scale, count: number, { tell, stop }: BenchSetting): Promise<Stage> {
  const cell = cellOf(scale, seed);
  const world = World.of(scale, cell, seed);
  const router = new Counted(new Router());
  router.step({ at: world.time, type: "configured", version: 1, ...cell });
  driveUntil(world, router, world.time + openingMs);
  for (let done = 0; done < warmUpEvents; done += slice) {
    record(world, router, slice);
    await breathe(stop);
  }
  const from = router.counted.snapshot();
  router.commands = 0;
  const begin = world.copy();
  const stream = new Recording();
  while (stream.length < count) {
    stream.add(record(world, router, Math.min(slice, count - stream.length)));
    await breathe(stop);
  }
  tell(`${scale.agents} agents: ${begin.waiting} waiting at first, ${world.waiting} at last; ${stream.mix}`);
  return { cell, from, world: begin, stream, commands: router.commands };
}

/** Counts what a router says. */
class Counted implements Contestant {
  commands = 0;
  readonly counted: Router;

  constructor(counted: Router) {
    this.counted = counted;
  }

  step(event: RoutingEvent): ReturnType<Contestant["step"]> {
    const step = this.counted.step(event);
    this.commands += step.commands.length;
    return step;
  }

  nextDeadline(): number | undefined {
    return this.counted.nextDeadline();
  }
}
