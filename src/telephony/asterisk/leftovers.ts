import { type CallId, LegId } from "../../ids.ts";
import type { Channel } from "./ari/messages.ts";
import { arrivalOf } from "./arrival.ts";

/** What Asterisk holds and nobody here knows. */
export interface Leftovers {
  /** Callers whose arrival was lost with the connection. */
  readonly arrivals: readonly { readonly leg: LegId; readonly call: CallId }[];
  /** Legs and bridges that a process before ours has left behind. */
  readonly legs: readonly LegId[];
  readonly bridges: readonly string[];
}

/** What Asterisk holds. */
export interface Held {
  readonly channels: readonly Channel[];
  readonly bridges: readonly { readonly id: string }[];
}

/** Only calls through the SIP server are ours to take or to end. */
const ours = "PJSIP/edge-";

/**
 * Sorts out what nobody knows. On the first connection of a process, callers who were there before it have lost those
 * who served them; on a later one a caller we do not know has arrived unheard.
 */
export function leftoversOf(
  held: Held,
  known: { knowsLeg(leg: LegId): boolean; knowsBridge(bridge: string): boolean },
  isFirstConnection: boolean,
): Leftovers {
  const unknown = held.channels.filter(({ id, name }) => name.startsWith(ours) && !known.knowsLeg(LegId(id)));
  const arrivals = isFirstConnection ? [] : unknown.flatMap(arrivalIn);
  const heard = new Set(arrivals.map(({ leg }) => leg));
  return {
    arrivals,
    legs: unknown.map(({ id }) => LegId(id)).filter((leg) => !heard.has(leg)),
    bridges: held.bridges.map(({ id }) => id).filter((bridge) => !known.knowsBridge(bridge)),
  };
}

function arrivalIn({ id, dialplan }: Channel): readonly { leg: LegId; call: CallId }[] {
  const [, ...args] = dialplan.app_data.split(",");
  const arrival = arrivalOf(args);
  return dialplan.app_name === "Stasis" && arrival.as === "caller"
    ? [{ leg: LegId(id), call: arrival.call }]
    : [];
}
