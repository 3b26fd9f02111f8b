import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockProbability } from "./erlang-b.ts";
import { erlangC } from "./erlang-c.ts";
import {
  given,
  groupSizes,
  handlingTimes,
  loads,
  numbersIn,
  offered,
  relativeError,
  thresholds,
} from "./test-answers.ts";

describe("a queue whose callers wait as long as it takes", () => {
  it("serves better with every agent added and worse with more load", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.01, 0.98), thresholds, (agents, load, thresholdSeconds) => {
        const work = { agents, ...offered(load * agents), thresholdSeconds };
        const now = given(erlangC(work));
        const staffed = given(erlangC({ ...work, agents: agents + 1 }));
        const busier = given(erlangC({ ...work, callsPerHour: work.callsPerHour * 1.01 }));
        expect(staffed.serviceLevel).toBeGreaterThanOrEqual(now.serviceLevel);
        expect(staffed.asaSeconds).toBeLessThanOrEqual(now.asaSeconds);
        expect(busier.serviceLevel).toBeLessThanOrEqual(now.serviceLevel);
        expect(busier.waitProbability).toBeGreaterThanOrEqual(now.waitProbability);
      }),
    );
  });

  it("keeps Little's law, and makes more calls wait than Erlang B would block", () => {
    fc.assert(
      fc.property(groupSizes, loads(0.01, 0.999), handlingTimes, (agents, load, ahtSeconds) => {
        const work = offered(load * agents, ahtSeconds);
        const figures = given(erlangC({ agents, ...work, thresholdSeconds: 20 }));
        const little = (work.callsPerHour / 3600) * figures.asaSeconds;
        expect(relativeError(figures.meanQueue, little)).toBeLessThan(1e-12);
        expect(figures.waitProbability).toBeGreaterThanOrEqual(blockProbability(agents, load * agents));
      }),
    );
  });

  it("has only figures that are numbers, up to 10,000 agents and full load", () => {
    fc.assert(
      fc.property(groupSizes, loads(0, 0.999999999), thresholds, (agents, load, thresholdSeconds) => {
        const figures = given(erlangC({ agents, ...offered(load * agents), thresholdSeconds }));
        expect(numbersIn(figures).every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
        expect(figures.serviceLevel).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    { agents: 10, erlangs: 10 },
    { agents: 10, erlangs: 11 },
  ])("is unstable with $agents agents for $erlangs erlangs", ({ agents, erlangs }) => {
    const answer = erlangC({ agents, callsPerHour: erlangs, ahtSeconds: 3600, thresholdSeconds: 20 });
    expect(answer).toEqual({ ok: false, why: "unstable", input: "agents" });
  });

  it("refuses a threshold before the call came", () => {
    const answer = erlangC({ agents: 10, callsPerHour: 10, ahtSeconds: 180, thresholdSeconds: -1 });
    expect(answer).toEqual({ ok: false, why: "out-of-range", input: "thresholdSeconds" });
  });
});
