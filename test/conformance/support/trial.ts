import type { Report, Scenario } from "../../../src/simulation/index.ts";
import type { Comparison } from "./agreement.ts";

/** A centre to be simulated, of which theory or the reference says how it fares. */
export interface Trial {
  /** Unlike any other's: lower case, digits and hyphens. */
  readonly name: string;
  /** As the end of a sentence that begins with what is shown. */
  readonly inWords: string;
  readonly scenario: Scenario;
  /** How many calls the test simulates: a million or more. */
  readonly calls: number;
  readonly compare: (report: Report) => readonly Comparison[];
}
