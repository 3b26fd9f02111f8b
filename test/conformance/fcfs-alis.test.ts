import { describe, expect, test } from "vitest";
import { lengthOf, simulate } from "../../src/simulation/index.ts";
import { disagreements, vague } from "./support/agreement.ts";
import { fcfsAlisTrials } from "./support/trials/fcfs-alis.ts";

describe("first come first served by the longest idle agent has the exact product form", () => {
  test.each(fcfsAlisTrials)(
    "$inWords: who serves whom, utilisation, waits and service level",
    ({ scenario, calls, compare }) => {
      const figures = compare(simulate(scenario, lengthOf(scenario, calls, 1)));
      expect(disagreements(figures)).toEqual([]);
      expect(vague(figures)).toEqual([]);
    },
  );
});
