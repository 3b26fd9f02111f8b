import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ErlangAInput, erlangA } from "./erlang-a.ts";
import { blockProbability } from "./erlang-b.ts";
import { erlangC } from "./erlang-c.ts";
import {
  given,
  groupSizes,
  handlingTimes,
  loads,
  numbersIn,
  offered,
  patiences,
  relativeError,
  thresholds,
} from "./test-answers.ts";

/** Rounding, where two figures are equal in truth. */
const ROUNDING = 1e-11;

const works: fc.Arbitrary<ErlangAInput> = fc
  .tuple(groupSizes, loads(0.01, 3), handlingTimes, patiences, thresholds)
  .map(([agents, load, ahtSeconds, meanPatienceSeconds, thresholdSeconds]) => {
    return { agents, ...offered(load * agents, ahtSeconds), meanPatienceSeconds, thresholdSeconds };
  });

/**
 * The same model by another way: the steady state of its birth-death chain, every state up to a great many
 * counted, and what a call that finds k others waiting may expect (its wait is a sum of k + 1 stages).
 */
function byStates({ agents, callsPerHour, ahtSeconds, meanPatienceSeconds }: ErlangAInput) {
  const [arrivals, serves, leaves] = [callsPerHour / 3600, 1 / ahtSeconds, 1 / meanPatienceSeconds];
  const sums = { all: 0, waits: 0, abandons: 0, servedWait: 0, abandonedWait: 0 };
  let weight = 1;
  let stages = 0;
  let stagesOfLeaving = 0;
  for (let present = 0; present < agents + 20_000; present++) {
    sums.all += weight;
    const ahead = present - agents;
    if (ahead >= 0) {
      const rate = agents * serves + (ahead + 1) * leaves;
      stages += 1 / rate;
      stagesOfLeaving += (ahead + 1) / rate;
      sums.waits += weight;
      sums.abandons += (weight * (ahead + 1) * leaves) / rate;
      sums.servedWait += (weight * agents * serves * stages) / rate;
      sums.abandonedWait += (weight * leaves * stagesOfLeaving) / rate;
    }
    const ends = Math.min(present + 1, agents) * serves + Math.max(0, ahead + 1) * leaves;
    weight *= arrivals / ends;
  }
  return {
    waitProbability: sums.waits / sums.all,
    abandonProbability: sums.abandons / sums.all,
    asaSeconds: sums.servedWait / (sums.all - sums.abandons),
    meanWaitOfAbandonedSeconds: sums.abandonedWait / sums.abandons,
  };
}

describe("a queue whose callers hang up", () => {
  it("has the figures of its birth-death chain", () => {
    const sizes = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(sizes, loads(0.3, 1.5), loads(10, 2000), (agents, load, meanPatienceSeconds) => {
        const work = { agents, ...offered(load * agents), meanPatienceSeconds, thresholdSeconds: 20 };
        const figures = given(erlangA(work));
        const chain = byStates(work);
        expect(relativeError(figures.waitProbability, chain.waitProbability)).toBeLessThan(ROUNDING);
        expect(relativeError(figures.abandonProbability, chain.abandonProbability)).toBeLessThan(ROUNDING);
        expect(relativeError(figures.asaSeconds, chain.asaSeconds)).toBeLessThan(ROUNDING);
        const waitOfAbandoned = chain.meanWaitOfAbandonedSeconds;
        expect(relativeError(figures.meanWaitOfAbandonedSeconds, waitOfAbandoned)).toBeLessThan(ROUNDING);
      }),
    );
  });

  it("accounts for every call: served or gone, within the threshold or after it", () => {
    fc.assert(
      fc.property(works, (work) => {
        const figures = given(erlangA(work));
        const { abandonProbability: gone, asaSeconds, meanWaitOfAbandonedSeconds, serviceLevel } = figures;
        const meanWait = asaSeconds * (1 - gone) + meanWaitOfAbandonedSeconds * gone;
        const early = figures.abandonWithinThresholdProbability;
        expect(Math.abs(figures.meanWaitSeconds - meanWait)).toBeLessThan(
          ROUNDING * work.meanPatienceSeconds,
        );
        expect(serviceLevel["early-abandons-served"]).toBeCloseTo(serviceLevel["of-queued"] + early, 11);
        expect(serviceLevel["of-queued"]).toBeLessThanOrEqual(
          serviceLevel["without-early-abandons"] + ROUNDING,
        );
        expect(serviceLevel["of-queued"]).toBeLessThanOrEqual(serviceLevel["of-answered"] + ROUNDING);
        expect(early).toBeLessThanOrEqual(gone * (1 + ROUNDING));
      }),
    );
  });

  it("serves better with every agent added, by every variant of the service level", () => {
    fc.assert(
      fc.property(works, (work) => {
        const now = given(erlangA(work));
        const staffed = given(erlangA({ ...work, agents: work.agents + 1 }));
        const levels = Object.entries(now.serviceLevel);
        const better = new Map(Object.entries(staffed.serviceLevel));
        for (const [name, level] of levels) expect(better.get(name)).toBeGreaterThanOrEqual(level - ROUNDING);
        expect(staffed.waitProbability).toBeLessThanOrEqual(now.waitProbability + ROUNDING);
        expect(staffed.abandonProbability).toBeLessThanOrEqual(now.abandonProbability + ROUNDING);
      }),
    );
  });

  it("serves worse with more load", () => {
    fc.assert(
      fc.property(works, (work) => {
        const now = given(erlangA(work));
        const busier = given(erlangA({ ...work, callsPerHour: work.callsPerHour * 1.01 }));
        expect(busier.waitProbability).toBeGreaterThanOrEqual(now.waitProbability - ROUNDING);
        expect(busier.abandonProbability).toBeGreaterThanOrEqual(now.abandonProbability - ROUNDING);
        expect(busier.serviceLevel["of-queued"]).toBeLessThanOrEqual(
          now.serviceLevel["of-queued"] + ROUNDING,
        );
        expect(busier.occupancy).toBeGreaterThanOrEqual(now.occupancy - ROUNDING);
      }),
    );
  });

  it("comes to Erlang C as patience becomes endless", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.01, 0.95), thresholds, (agents, load, thresholdSeconds) => {
        const work = { agents, ...offered(load * agents), thresholdSeconds };
        const impatient = given(erlangA({ ...work, meanPatienceSeconds: 1e12 }));
        const patient = given(erlangC(work));
        expect(relativeError(impatient.waitProbability, patient.waitProbability)).toBeLessThan(1e-6);
        expect(relativeError(impatient.asaSeconds, patient.asaSeconds)).toBeLessThan(1e-6);
        expect(relativeError(impatient.meanQueue, patient.meanQueue)).toBeLessThan(1e-6);
        for (const level of Object.values(impatient.serviceLevel)) {
          expect(Math.abs(level - patient.serviceLevel)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it("comes to Erlang B as patience vanishes", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.5, 3), (agents, load) => {
        const work = { agents, ...offered(load * agents), thresholdSeconds: 20 };
        const figures = given(erlangA({ ...work, meanPatienceSeconds: 1e-6 }));
        const blocked = blockProbability(agents, load * agents);
        expect(relativeError(figures.waitProbability, blocked)).toBeLessThan(1e-3);
        expect(relativeError(figures.abandonProbability, blocked)).toBeLessThan(1e-3);
      }),
    );
  });

  it("has only figures that are numbers, up to 10,000 agents, under any load and patience", () => {
    const extremes = fc.record({
      agents: groupSizes,
      callsPerHour: fc.oneof(fc.constant(0), fc.double({ min: 1e-300, max: 1e12, noNaN: true })),
      ahtSeconds: fc.double({ min: -6, max: 12, noNaN: true }).map((tens) => 10 ** tens),
      meanPatienceSeconds: fc.double({ min: -6, max: 12, noNaN: true }).map((tens) => 10 ** tens),
      thresholdSeconds: fc.oneof(thresholds, fc.double({ min: 0, max: 1e12, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.oneof(works, extremes), (work) => {
        const {
          asaSeconds,
          meanQueue,
          meanWaitSeconds,
          meanWaitOfAbandonedSeconds,
          offeredErlangs,
          ...shares
        } = given(erlangA(work));
        const unbounded = [
          asaSeconds,
          meanQueue,
          meanWaitSeconds,
          meanWaitOfAbandonedSeconds,
          offeredErlangs,
        ];
        expect(unbounded.every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
        expect(numbersIn(shares).every((share) => share >= 0 && share <= 1 + ROUNDING)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a patience that is none", () => {
    const work = { agents: 10, callsPerHour: 10, ahtSeconds: 180, thresholdSeconds: 20 };
    const answer = erlangA({ ...work, meanPatienceSeconds: 0 });
    expect(answer).toEqual({ ok: false, why: "out-of-range", input: "meanPatienceSeconds" });
  });
});
