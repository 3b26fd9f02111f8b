import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { finiteQueueTrials } from "./support/trials/finite-queue.ts";

describe("a queue with a maximum of waiting calls turns away what M/M/c/K says", () => {
  test.each(finiteQueueTrials)("$inWords", ({ scenario, calls, compare }) => {
    const figures = compare(simulate(scenario, lengthOf(scenario, calls, 1)));
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });
});
