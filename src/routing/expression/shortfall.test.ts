import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requiring } from "./eligibility.ts";
import { eligibilityTest } from "./eligibility-test.ts";
import { shortfall } from "./shortfall.ts";
import { eligibility, eligibilityMeant, skills } from "./test-expressions.ts";

describe("a shortfall", () => {
  it.each([
    ["refund >= 3", { refund: 3 }, undefined],
    ["refund >= 3", { refund: 2 }, "level-too-low"],
    ["refund >= 3", {}, "missing-skill"],
    ["refund >= 3 && cantonese >= 5", { refund: 2 }, "missing-skill"],
    ["refund >= 3 && cantonese >= 5", { refund: 2, cantonese: 1 }, "level-too-low"],
    ["refund >= 3 || cantonese >= 5", { refund: 2 }, "level-too-low"],
    ["refund > 10", { refund: 10 }, "missing-skill"],
    ["constructor", {}, "missing-skill"],
  ])("of %s for %j is %s", (text, held, expected) => {
    expect(shortfall(eligibility(text), held)).toBe(expected);
  });

  it("is of levels, too, where a level is too high", () => {
    expect(shortfall(eligibility("refund < 3"), { refund: 5 })).toBe("level-too-low");
    expect(shortfall(eligibility("!(refund >= 3)"), { refund: 5 })).toBe("level-too-low");
  });

  it("is of skills where one is held that must not be", () => {
    expect(shortfall(eligibility("!trainee"), { trainee: 1 })).toBe("missing-skill");
    expect(shortfall(eligibility("!anyone"), { trainee: 1 })).toBe("missing-skill");
  });

  it("is there exactly when the expression is not met", () => {
    fc.assert(
      fc.property(eligibilityMeant, skills, ({ text }, held) => {
        const expression = eligibility(text);
        expect(shortfall(expression, held) === undefined).toBe(eligibilityTest(expression)(held));
      }),
    );
  });

  it("is of levels, for levels required at least, exactly when level 10 of every skill held would do", () => {
    fc.assert(
      fc.property(skills, skills, (required, held) => {
        const expression = requiring(required);
        const test = eligibilityTest(expression);
        fc.pre(!test(held));
        const raised = Object.fromEntries(Object.keys(held).map((skill) => [skill, 10]));
        expect(shortfall(expression, held)).toBe(test(raised) ? "level-too-low" : "missing-skill");
      }),
    );
  });
});
