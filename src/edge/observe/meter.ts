/** Counts what only the core can tell. */
export interface Meter {
  /** A message came again, or was sent again. */
  repeated(direction: "received" | "sent"): void;
  /** A message that could not be read: answered with a refusal, or dropped as garbage. */
  malformed(fate: "refused" | "dropped"): void;
  /** A message was turned away by a limit before it cost much; `why` is one of a few fixed words. */
  turnedAway(why: string): void;
}

/** Counts nothing. */
export const noMeter: Meter = {
  repeated: () => undefined,
  malformed: () => undefined,
  turnedAway: () => undefined,
};
