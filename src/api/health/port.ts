/** Knows whether the parts this node needs can be reached. */
export interface Readiness {
  /** Part name → up or down. */
  checks(): Promise<Record<string, "up" | "down">>;
}
