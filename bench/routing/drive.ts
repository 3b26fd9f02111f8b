import type { RoutingEvent } from "../../src/routing/index.ts";
import { Unmeasurable } from "../call-setup/unmeasurable.ts";
import type { Contestant, Heard } from "./contestant.ts";
import type { World } from "./world.ts";

/** How often in a row time may pass without anything coming of it before something must be wrong. */
const idlePassesAllowed = 1_000;

/** Lets the world go on by one event at a time, each told to whoever decides, until `enough` says so. */
export function drive(world: World, decides: Contestant, each: (event: RoutingEvent) => boolean): void {
  let idlePasses = 0;
  for (;;) {
    const event = world.next(decides.nextDeadline());
    const { commands } = decides.step(event);
    world.heard(commands);
    idlePasses = isIdle(event, commands) ? idlePasses + 1 : 0;
    if (idlePasses > idlePassesAllowed) throw new Unmeasurable("time passes and nothing comes of it");
    if (!each(event)) return;
  }
}

function isIdle({ type }: RoutingEvent, commands: readonly Heard[]): boolean {
  return type === "time-passed" && commands.length === 0;
}

/** Goes on by so many events; resolves to them. */
export function record(world: World, decides: Contestant, count: number): readonly RoutingEvent[] {
  const events: RoutingEvent[] = [];
  drive(world, decides, (event) => {
    events.push(event);
    return events.length < count;
  });
  return events;
}

/** Goes on until that moment (epoch ms). */
export function driveUntil(world: World, decides: Contestant, until: number): void {
  drive(world, decides, ({ at }) => at < until);
}
