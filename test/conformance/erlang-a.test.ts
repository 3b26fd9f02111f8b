import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { erlangATrials } from "./support/trials/erlang-a.ts";

describe("impatient callers are served, and hang up, as Palm's and Erlang's A formula says", () => {
  test.each(erlangATrials)("$inWords", ({ scenario, calls, compare }) => {
    const figures = compare(simulate(scenario, lengthOf(scenario, calls, 1)));
    expect(disagreements(figures)).toEqual([]);
    expect(vague(figures)).toEqual([]);
  });
});
