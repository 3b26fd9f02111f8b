import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockProbability } from "./erlang-b.ts";
import { erlangC } from "./erlang-c.ts";
import { finiteQueue } from "./finite-queue.ts";
import { given, groupSizes, loads, numbersIn, offered, relativeError, thresholds } from "./test-answers.ts";

describe("a queue with a limited number of places", () => {
  it("without any place is Erlang B", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.5, 3), (agents, load) => {
        const work = { agents, waitingPlaces: 0, ...offered(load * agents), thresholdSeconds: 20 };
        const figures = given(finiteQueue(work));
        expect(relativeError(figures.blockProbability, blockProbability(agents, load * agents))).toBeLessThan(
          1e-11,
        );
        expect(figures.waitProbabilityOfEntering).toBe(0);
        expect(figures.serviceLevelOfEntering).toBe(1);
      }),
    );
  });

  it("with places for all is Erlang C", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.3, 0.98), thresholds, (agents, load, thresholdSeconds) => {
        const work = { agents, ...offered(load * agents), thresholdSeconds };
        const finite = given(finiteQueue({ ...work, waitingPlaces: 3000 }));
        const endless = given(erlangC(work));
        expect(relativeError(finite.waitProbabilityOfEntering, endless.waitProbability)).toBeLessThan(1e-9);
        expect(relativeError(finite.meanWaitOfEnteringSeconds, endless.asaSeconds)).toBeLessThan(1e-9);
        expect(Math.abs(finite.serviceLevelOfEntering - endless.serviceLevel)).toBeLessThan(1e-9);
      }),
    );
  });

  it("refuses fewer calls with every agent and every place added, and more with more load", () => {
    const places = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(groupSizes, places, loads(0.5, 3), (agents, waitingPlaces, load) => {
        const work = { agents, waitingPlaces, ...offered(load * agents), thresholdSeconds: 20 };
        const blocked = given(finiteQueue(work)).blockProbability * (1 + 1e-11);
        const changed = (changes: Partial<typeof work>) =>
          given(finiteQueue({ ...work, ...changes })).blockProbability;
        expect(changed({ agents: agents + 1 })).toBeLessThanOrEqual(blocked);
        expect(changed({ waitingPlaces: waitingPlaces + 1 })).toBeLessThanOrEqual(blocked);
        expect(changed({ callsPerHour: work.callsPerHour / 1.01 })).toBeLessThanOrEqual(blocked);
      }),
    );
  });

  it("has only figures that are numbers, up to 10,000 agents and places, under any load", () => {
    fc.assert(
      fc.property(
        groupSizes,
        groupSizes,
        loads(0, 1000),
        thresholds,
        (agents, places, load, thresholdSeconds) => {
          const work = { agents, waitingPlaces: places, ...offered(load * agents), thresholdSeconds };
          const figures = given(finiteQueue(work));
          expect(numbersIn(figures).every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
          expect(figures.serviceLevelOfEntering).toBeLessThanOrEqual(1);
          expect(figures.occupancy).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it.each([0, 1e12])("stands %d calls per hour", (callsPerHour) => {
    const work = { agents: 1, waitingPlaces: 0, ahtSeconds: 1e12, thresholdSeconds: 0 };
    expect(numbersIn(given(finiteQueue({ ...work, callsPerHour }))).every(Number.isFinite)).toBe(true);
  });

  it("refuses half a place", () => {
    const work = { agents: 1, callsPerHour: 1, ahtSeconds: 180, thresholdSeconds: 20 };
    const answer = finiteQueue({ ...work, waitingPlaces: 0.5 });
    expect(answer).toEqual({ ok: false, why: "not-whole", input: "waitingPlaces" });
  });
});
