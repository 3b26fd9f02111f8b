import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCondition } from "./condition.ts";
import { parseEligibility } from "./eligibility.ts";
import { eligibilityTest } from "./eligibility-test.ts";
import { type Figure, figures, type LiveFigures } from "./figures.ts";
import { longestText } from "./grammar.ts";
import { holds } from "./holds.ts";
import { printed } from "./print.ts";
import { skillsNamed } from "./skills-named.ts";
import {
  comparison,
  condition,
  eligibility,
  eligibilityMeant,
  logicOf,
  type Meant,
  naively,
  skills,
} from "./test-expressions.ts";

const naiveFigure = (live: LiveFigures, figure: Figure): number | undefined =>
  ({
    waiting: live.waiting,
    ready: live.ready,
    ewt: live.ewtSeconds,
    "service-level": live.serviceLevel,
  })[figure];

/** A number as a person writes it. A service level is a percentage, in hundredths. */
const written = (figure: Figure, hundredths: number) =>
  figure === "service-level"
    ? { text: `${hundredths / 100}%`, value: hundredths / 10_000 }
    : { text: `${hundredths / 100}`, value: hundredths / 100 };

const conditionMeant: fc.Arbitrary<Meant<LiveFigures>> = logicOf(
  fc
    .tuple(fc.constantFrom(...figures), comparison, fc.integer({ min: 0, max: 10_000 }))
    .map(([figure, sign, hundredths]) => {
      const { text, value } = written(figure, hundredths);
      return {
        text: `${figure} ${sign}${text}`,
        met: (live: LiveFigures) => {
          const left = naiveFigure(live, figure);
          return left !== undefined && naively(left, sign, value);
        },
      };
    }),
);

const liveFigures: fc.Arbitrary<LiveFigures> = fc.record({
  waiting: fc.integer({ min: 0, max: 100 }),
  ready: fc.integer({ min: 0, max: 100 }),
  ewtSeconds: fc.option(
    fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
    {
      nil: undefined,
    },
  ),
  serviceLevel: fc.option(
    fc.integer({ min: 0, max: 10_000 }).map((part) => part / 10_000),
    {
      nil: undefined,
    },
  ),
});

/** Texts near the languages, so that faults lie deep. */
const nearly = fc
  .array(
    fc.constantFrom(
      "a",
      "tier-2",
      "anyone",
      "waiting",
      "ewt",
      "&&",
      "||",
      "!",
      "(",
      ")",
      ">=",
      "<",
      "=",
      "5",
      "80%",
      " ",
      "And",
      "≥",
      "（",
      "\u0000",
    ),
    { maxLength: 40 },
  )
  .map((words) => words.join(""));
const anyText = fc.oneof(
  nearly,
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc.uint16Array({ maxLength: 300 }).map((units) => String.fromCharCode(...units)),
);

describe("any eligibility", () => {
  it("is met as a naive reading of it says", () => {
    fc.assert(
      fc.property(
        eligibilityMeant,
        fc.array(skills, { minLength: 1, maxLength: 5 }),
        ({ text, met }, agents) => {
          const test = eligibilityTest(eligibility(text));
          for (const held of agents) expect(test(held)).toBe(met(held));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is the same once printed and read back", () => {
    fc.assert(
      fc.property(eligibilityMeant, ({ text }) => {
        const print = printed(eligibility(text).root);
        expect(withoutPositions(eligibility(print).root)).toEqual(withoutPositions(eligibility(text).root));
        expect(printed(eligibility(print).root)).toBe(print);
      }),
      { numRuns: 500 },
    );
  });

  it("names each skill where its text has it", () => {
    fc.assert(
      fc.property(eligibilityMeant, ({ text }) => {
        for (const { skill, position } of skillsNamed(eligibility(text))) {
          expect(text.startsWith(skill, position - 1)).toBe(true);
        }
      }),
    );
  });
});

describe("any condition", () => {
  it("holds as a naive reading of it says", () => {
    fc.assert(
      fc.property(
        conditionMeant,
        fc.array(liveFigures, { minLength: 1, maxLength: 5 }),
        ({ text, met }, moments) => {
          for (const live of moments) expect(holds(condition(text), live)).toBe(met(live));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is the same once printed and read back", () => {
    fc.assert(
      fc.property(conditionMeant, ({ text }) => {
        expect(condition(printed(condition(text).root)).root).toEqual(condition(text).root);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps its numbers when printed, however small", () => {
    const { root } = condition("service-level < 0.0001% || ewt > 0.000001 || ewt < 999999999.999999");
    expect(condition(printed(root)).root).toEqual(root);
  });
});

describe("any text at all", () => {
  it.each([
    ["an eligibility", parseEligibility],
    ["a condition", parseCondition],
  ])("is %s or has a fault within it that says how to mend it", (_, parse) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parse(text);
        if (parsed.ok) return;
        const { position, message } = parsed.fault;
        expect(position).toBeGreaterThanOrEqual(1);
        expect(position).toBeLessThanOrEqual(text.length + 1);
        expect(message.zh.isWellFormed() && message.en.isWellFormed()).toBe(true);
        expect(message.zh.length).toBeGreaterThan(5);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["(", "!", "a&&", "a ", "a".repeat(50), ">=", "\u00a0"])(
    "is read in time when it repeats %j",
    (part) => {
      const text = part.repeat(Math.floor(longestText / part.length));
      expect([parseEligibility(text).ok, parseCondition(text).ok]).toEqual([false, false]);
    },
  );
});

function withoutPositions(root: unknown): unknown {
  return JSON.parse(JSON.stringify(root, (key, value: unknown) => (key === "position" ? undefined : value)));
}
