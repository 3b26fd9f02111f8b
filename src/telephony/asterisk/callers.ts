import type { CallId, LegId } from "../../ids.ts";

/** Caller legs from their arrival to their end. Each arrives once and ends once, however often Asterisk says so. */
export interface Callers {
  arrived(leg: LegId, call: CallId): void;
  left(leg: LegId): void;
  knows(leg: LegId): boolean;
  legs(): readonly LegId[];
}

export function trackCallers(options: {
  readonly onArrived: (leg: LegId, call: CallId) => void;
  readonly onEnded: (leg: LegId) => void;
}): Callers {
  const legs = new Set<LegId>();
  return {
    arrived: (leg, call) => {
      if (legs.has(leg)) return;
      legs.add(leg);
      options.onArrived(leg, call);
    },
    left: (leg) => {
      if (legs.delete(leg)) options.onEnded(leg);
    },
    knows: (leg) => legs.has(leg),
    legs: () => [...legs],
  };
}
