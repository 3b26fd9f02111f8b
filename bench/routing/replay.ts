import { Router, type RoutingEvent } from "../../src/routing/index.ts";
import { breathe } from "../breathe.ts";
import { Unmeasurable } from "../call-setup/unmeasurable.ts";
import type { Stage } from "./stage.ts";
import { processorMs, take } from "./take.ts";

/** Replayed, but not measured: a whole stretch. */
export const leadInEvents = 50_000;

/** Takes one stretch of events through a router and measures what it has to; returns how many commands came of it. */
type Stretch = (router: Router, events: readonly RoutingEvent[]) => number;

/**
 * The stream once more through a router that stands where it began, in stretches; the lead-in is not measured. Rejects
 * if other decisions were made than when the stream was taken down: what was measured would be something else then.
 */
async function replay(stage: Stage, stop: AbortSignal, measured: Stretch): Promise<void> {
  const { from, stream } = stage;
  const router = new Router(from);
  let [done, commands] = [0, 0];
  for (const events of stream.stretches()) {
    await breathe(stop);
    if (done >= leadInEvents) commands += measured(router, events);
    else for (const event of events) commands += take(router, event);
    done += events.length;
  }
  if (commands !== stage.commands) {
    throw new Unmeasurable(`the router decided otherwise: ${commands} commands instead of ${stage.commands}`);
  }
}

/** The mean cost of an event in µs of processor time: whole stretches are timed, with nothing but the router in them. */
export async function meanCost(stage: Stage, stop: AbortSignal): Promise<number> {
  let milliseconds = 0;
  await replay(stage, stop, (router, events) => {
    let commands = 0;
    const from = processorMs();
    for (const event of events) commands += take(router, event);
    milliseconds += processorMs() - from;
    return commands;
  });
  return (milliseconds * 1_000) / (stage.stream.length - leadInEvents);
}

/** The 99th percentile of the cost of single events in µs. Looking at the clock counts as part of each, some 0.05 µs. */
export async function costP99(stage: Stage, stop: AbortSignal): Promise<number> {
  const costs = new Float64Array(stage.stream.length - leadInEvents);
  let place = 0;
  await replay(stage, stop, (router, events) => {
    let commands = 0;
    for (const event of events) {
      const from = performance.now();
      commands += take(router, event);
      costs[place] = performance.now() - from;
      place += 1;
    }
    return commands;
  });
  costs.sort();
  return (costs[Math.ceil(costs.length * 0.99) - 1] ?? 0) * 1_000;
}
