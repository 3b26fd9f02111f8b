import * as fc from "fast-check";
import { expect, it } from "vitest";
import { erlangA, type ServiceLevelVariant } from "./erlang-a.ts";
import { erlangAAgentsForServiceLevel } from "./erlang-a-staffing.ts";
import { erlangC } from "./erlang-c.ts";
import { erlangCAgentsForServiceLevel, erlangCAgentsForWaitProbability } from "./erlang-c-staffing.ts";
import { fewestAgents } from "./fewest-agents.ts";
import { MOST_AGENTS } from "./inputs.ts";
import { squareRootAgents } from "./square-root-staffing.ts";
import { given, groupSizes, loads, offered, thresholds } from "./test-answers.ts";

const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true });

it("The search finds the first number that will do, in a few questions", () => {
  const numbers = fc.integer({ min: 1, max: MOST_AGENTS });
  fc.assert(
    fc.property(numbers, numbers, (from, first) => {
      let questions = 0;
      const found = fewestAgents(from, (agents) => {
        questions += 1;
        return agents >= first;
      });
      expect(given(found)).toBe(Math.max(from, first));
      expect(questions).toBeLessThan(40);
    }),
  );
});

it("The search says so where no number will do", () => {
  const refusal = { ok: false, why: "unreachable", input: "agents" };
  expect(fewestAgents(1, () => false)).toEqual(refusal);
  expect(fewestAgents(MOST_AGENTS + 1, () => true)).toEqual(refusal);
  expect(fewestAgents(3 * MOST_AGENTS, () => true)).toEqual(refusal);
});

it("With endless patience the number found meets the service level, and one agent fewer does not", () => {
  fc.assert(
    fc.property(groupSizes, shares, thresholds, (erlangs, serviceLevel, thresholdSeconds) => {
      const work = { ...offered(erlangs), thresholdSeconds };
      const agents = given(erlangCAgentsForServiceLevel({ ...work, serviceLevel }));
      const fewer = erlangC({ ...work, agents: agents - 1 });
      expect(given(erlangC({ ...work, agents })).serviceLevel).toBeGreaterThanOrEqual(serviceLevel);
      expect(fewer.ok && fewer.value.serviceLevel >= serviceLevel).toBe(false);
    }),
  );
});

it("With limited patience the number found meets the named service level, and one agent fewer does not", () => {
  const variants = fc.constantFrom<ServiceLevelVariant>(
    "of-queued",
    "of-answered",
    "without-early-abandons",
    "early-abandons-served",
  );
  fc.assert(
    fc.property(groupSizes, shares, loads(1, 1000), variants, (erlangs, serviceLevel, patience, variant) => {
      const work = { ...offered(erlangs), thresholdSeconds: 20, meanPatienceSeconds: patience };
      const agents = given(erlangAAgentsForServiceLevel({ ...work, serviceLevel, variant }));
      const fewer = erlangA({ ...work, agents: agents - 1 });
      expect(given(erlangA({ ...work, agents })).serviceLevel[variant]).toBeGreaterThanOrEqual(serviceLevel);
      expect(fewer.ok && fewer.value.serviceLevel[variant] >= serviceLevel).toBe(false);
    }),
  );
});

it("The square-root rule is within two agents of the exact search", () => {
  fc.assert(
    fc.property(
      loads(1, 5000),
      fc.double({ min: 0.02, max: 0.8, noNaN: true }),
      (erlangs, waitProbability) => {
        const work = { ...offered(erlangs), waitProbability };
        const exact = given(erlangCAgentsForWaitProbability(work));
        expect(Math.abs(given(squareRootAgents(work)) - exact)).toBeLessThanOrEqual(2);
      },
    ),
  );
});

it("A target of all calls, or of none, is refused; so is more work than any group could do", () => {
  const work = { callsPerHour: 100, ahtSeconds: 180, thresholdSeconds: 20, meanPatienceSeconds: 60 };
  const outOfRange = { ok: false, why: "out-of-range", input: "serviceLevel" };
  expect(erlangCAgentsForServiceLevel({ ...work, serviceLevel: 1 })).toEqual(outOfRange);
  expect(erlangAAgentsForServiceLevel({ ...work, serviceLevel: 0, variant: "of-queued" })).toEqual(
    outOfRange,
  );
  const tooMuch = { ...work, callsPerHour: 1e9 };
  const unreachable = { ok: false, why: "unreachable", input: "agents" };
  expect(erlangCAgentsForServiceLevel({ ...tooMuch, serviceLevel: 0.8 })).toEqual(unreachable);
  expect(squareRootAgents({ ...tooMuch, waitProbability: 0.2 })).toEqual(unreachable);
  expect(squareRootAgents({ ...work, waitProbability: 2 })).toMatchObject({ why: "out-of-range" });
});
