import { setImmediate as turn } from "node:timers/promises";
import { Interrupted } from "./bench.ts";

/** Lets signals in between two stretches of work. */
export async function breathe(stop: AbortSignal): Promise<void> {
  await turn();
  if (stop.aborted) throw new Interrupted();
}
