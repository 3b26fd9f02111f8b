/** Counts what only the core can tell. */
export interface Meter {
  /** A message came again, or was sent again. */
  repeated(direction: "received" | "sent"): void;
  /** A message that could not be read: answered with a refusal, or dropped as garbage. */
  malformed(fate: "refused" | "dropped"): void;
}
