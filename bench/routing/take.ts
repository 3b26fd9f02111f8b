import type { RoutingEvent } from "../../src/routing/index.ts";
import type { Contestant } from "./contestant.ts";

/** What each event costs whoever runs a router: the step, and when to come again. Returns how many commands came. */
export function take(decides: Contestant, event: RoutingEvent): number {
  const { commands } = decides.step(event);
  decides.nextDeadline();
  return commands.length;
}

/** Processor time that this thread has had, in ms: what else the machine does is not in it. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
