import { expect } from "vitest";
import { runs } from "./test-acts.ts";
import { type Moment, run } from "./test-run.ts";
import { inAll } from "./test-story.ts";

/** For tests: in whatever happens, these faults are never found. */
export function neverFound(faultsOf: (moments: readonly Moment[]) => readonly unknown[]): void {
  inAll(runs, 100, (acts) => expect(faultsOf(run(acts))).toEqual([]));
}

/** For tests: the same, looked for in each step of a run. */
export function atEach(faultsOf: (moment: Moment) => readonly unknown[]): void {
  neverFound((moments) => moments.flatMap(faultsOf));
}
