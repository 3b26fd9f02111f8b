import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../../dispatch/index.ts";
import type { CallId, LegId } from "../../ids.ts";
import type { Ari } from "./ari/resources.ts";
import { q850CauseOf } from "./causes.ts";
import { type Leftovers, leftoversOf } from "./leftovers.ts";

/** What we believe of Asterisk, to be compared with what it holds. */
export interface Beliefs {
  /** Legs whose events we follow. */
  legs(): readonly LegId[];
  /** A leg as Asterisk holds it: its channel's state, or undefined when it is gone. */
  seen(leg: LegId, channelState: string | undefined): void;
  /** A caller leg is there of whose arrival we were not told. */
  arrived(leg: LegId, call: CallId): void;
  knowsLeg(leg: LegId): boolean;
  knowsBridge(bridge: string): boolean;
}

const askAgainMs = 25;
/** Long enough for a leg that was about to enter to make itself known. */
const graceMs = 1_000;

/**
 * Takes up with Asterisk after it has (re)connected and delivered the events it had queued. What was written to a
 * connection that had died is lost, so every belief is compared with what Asterisk holds. Returns what nobody knows,
 * which is not ended yet: a leg may be about to enter. Rejects when the connection goes once more.
 */
export async function takeOver(ari: Ari, beliefs: Beliefs, isFirstConnection: boolean): Promise<Leftovers> {
  while ((await ari.setEventFilter()) === "starting") await pause(askAgainMs);
  // Only what was there before we ask can be found missing in the answer.
  const before = beliefs.legs();
  const [channels, bridges] = await Promise.all([ari.channels(), ari.bridges()]);
  const states = new Map(channels.map(({ id, state }) => [id, state]));
  for (const leg of before) beliefs.seen(leg, states.get(leg));
  return leftoversOf({ channels, bridges }, beliefs, isFirstConnection);
}

/** Ends what nobody has come to know after a while. */
export async function clearAway(
  leftovers: Leftovers,
  { ari, beliefs, log, signal }: { ari: Ari; beliefs: Beliefs; log: Log; signal: AbortSignal },
): Promise<void> {
  if (leftovers.legs.length + leftovers.bridges.length === 0) return;
  await pause(graceMs, undefined, { signal });
  const legs = leftovers.legs.filter((leg) => !beliefs.knowsLeg(leg));
  const bridges = leftovers.bridges.filter((bridge) => !beliefs.knowsBridge(bridge));
  if (legs.length + bridges.length === 0) return;
  log.warn({ legs: legs.length, bridges: bridges.length }, "ending calls that no process knows any more");
  await Promise.all(legs.map((leg) => ari.hangUp(leg, q850CauseOf("failure"))));
  await Promise.all(bridges.map((bridge) => ari.deleteBridge(bridge)));
}
