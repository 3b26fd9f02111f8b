import { describe, expect, it } from "vitest";
import { anyone, parseEligibility, requiring } from "./eligibility.ts";
import { eligibilityTest } from "./eligibility-test.ts";
import { skillsNamed } from "./skills-named.ts";
import { eligibility } from "./test-expressions.ts";

/** Whether an agent with these skills may be offered the call. */
const meets = (text: string, skills: Readonly<Record<string, number>>): boolean =>
  eligibilityTest(eligibility(text))(skills);

const fault = (text: string): string => {
  const parsed = parseEligibility(text);
  return parsed.ok ? "none" : `${parsed.fault.code} ${parsed.fault.position}`;
};

describe("an eligibility", () => {
  it("asks for skills at levels", () => {
    const text = "cantonese >= 5 && (refund >= 3 || supervisor)";
    expect(meets(text, { cantonese: 5, refund: 3 })).toBe(true);
    expect(meets(text, { cantonese: 9, supervisor: 1 })).toBe(true);
    expect(meets(text, { cantonese: 4, refund: 10, supervisor: 10 })).toBe(false);
    expect(meets(text, { cantonese: 10, refund: 2 })).toBe(false);
  });

  it("asks for level 1 or more by a skill's name alone", () => {
    expect(meets("refund", { refund: 1 })).toBe(true);
    expect(meets("refund", { refund: 0 })).toBe(false);
    expect(meets("refund", {})).toBe(false);
  });

  it.each([
    [">=", [false, true, true]],
    [">", [false, false, true]],
    ["<=", [true, true, false]],
    ["<", [true, false, false]],
    ["==", [false, true, false]],
    ["!=", [true, false, true]],
  ])("compares by %s", (sign, expected) => {
    expect([4, 5, 6].map((level) => meets(`refund ${sign} 5`, { refund: level }))).toEqual(expected);
  });

  it("counts a skill not held as level 0", () => {
    expect(meets("refund < 3", {})).toBe(true);
    expect(meets("refund == 0", {})).toBe(true);
    expect(meets("refund != 0", {})).toBe(false);
  });

  it("binds ! before && before ||", () => {
    expect(meets("a || b && c", { a: 1 })).toBe(true);
    expect(meets("(a || b) && c", { a: 1 })).toBe(false);
    expect(meets("!a && b", { b: 1 })).toBe(true);
    expect(meets("!(a && b)", { b: 1 })).toBe(true);
    expect(meets("!a >= 3", { a: 2 })).toBe(true);
  });

  it("takes hyphens as part of names, and needs no spaces", () => {
    expect(meets("tier-2>=3&&!in-training", { "tier-2": 3 })).toBe(true);
  });

  it("lets anyone be asked for, skills or none", () => {
    expect(meets("anyone", {})).toBe(true);
    expect(meets("!anyone", { refund: 1 })).toBe(false);
    expect(eligibilityTest(anyone)({})).toBe(true);
  });

  it("takes no skill from what every object inherits", () => {
    expect(meets("constructor", {})).toBe(false);
    expect(meets("constructor >= 2", { constructor: 2 })).toBe(true);
  });

  it("survives storage as plain JSON", () => {
    const parsed = eligibility("!(a || b >= 4) && c");
    expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
  });

  it("keeps a chain of any length within one level", () => {
    const text = Array.from({ length: 500 }, () => "a").join("&&");
    expect(eligibility(text).root).toMatchObject({ is: "all", of: { length: 500 } });
  });
});

describe("an eligibility's fault", () => {
  it.each([
    ["", "empty 1"],
    [" \n ", "empty 1"],
    ["a".repeat(2_001), "too-long 2001"],
    ["a & b", "single-ampersand 3"],
    ["a | b", "single-bar 3"],
    ["refund = 3", "single-equals 8"],
    ["refund === 3", "unknown-operator 8"],
    ["refund => 3", "unknown-operator 8"],
    ["refund ≥ 3", "unknown-operator 8"],
    ["a and b", "word-operator 3"],
    ["a AND b", "word-operator 3"],
    ["not a", "word-operator 1"],
    ["a 并且 b", "word-operator 3"],
    ["（a）", "full-width 1"],
    ["a && Refund", "upper-case 6"],
    ["Anyone", "upper-case 1"],
    ["a_b", "unknown-word 1"],
    ["24h >= 3", "unknown-word 1"],
    ["refund >= -5", "unknown-word 11"],
    ["粤语", "unknown-word 1"],
    ["a".repeat(64), "name-too-long 1"],
    ["a ; b", "unexpected-character 3"],
    ["a \u{1f600}", "unexpected-character 3"],
    ["a &&  ", "term-expected 5"],
    ["&& a", "term-expected 1"],
    ["()", "term-expected 2"],
    ["!", "term-expected 2"],
    ["a b", "operator-expected 3"],
    ["(a b)", "operator-expected 4"],
    ["a (b)", "operator-expected 3"],
    ["a !b", "operator-expected 3"],
    ["a 5", "operator-expected 3"],
    ["refund >=", "number-expected 10"],
    ["refund >= high", "number-expected 11"],
    ["3 <= refund", "number-first 1"],
    ["refund >= 3 <= 5", "chained-comparison 13"],
    ["(a) >= 3", "chained-comparison 5"],
    ["a && (b || (c)", "unclosed-parenthesis 6"],
    ["a) && b", "unopened-parenthesis 2"],
    ["refund >= 11", "level-out-of-range 11"],
    ["refund >= 3.5", "level-out-of-range 11"],
    ["refund >= 50%", "level-out-of-range 11"],
    ["anyone >= 3", "anyone-has-no-level 1"],
  ])("in %j is %s", (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  it("is nesting beyond 32, whether by parentheses or by !", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}a${")".repeat(depth)}`;
    expect(fault(nested(32))).toBe("none");
    expect(fault(nested(33))).toBe("nested-too-deeply 33");
    expect(fault(`${"!".repeat(32)}a`)).toBe("none");
    expect(fault(`${"!".repeat(33)}a`)).toBe("nested-too-deeply 33");
  });

  it("says in both languages what to write instead", () => {
    const parsed = parseEligibility("a and b");
    expect(parsed).toMatchObject({
      fault: { message: { zh: expect.stringContaining("&&"), en: expect.stringContaining("&&") } },
    });
  });

  it("names what leaves no ink by its number", () => {
    expect(parseEligibility("a \u200b b")).toMatchObject({
      fault: { message: { en: expect.stringContaining("U+200B") } },
    });
  });
});

describe("the skills an eligibility names", () => {
  it("are listed as they are read, each with its position", () => {
    expect(skillsNamed(eligibility("cantonese >= 5 && (refund || !refund<3) || anyone"))).toEqual([
      { skill: "cantonese", position: 1 },
      { skill: "refund", position: 20 },
      { skill: "refund", position: 31 },
    ]);
  });
});

describe("levels required", () => {
  it("become one conjunction, in the order of the names", () => {
    const made = requiring({ refund: 3, cantonese: 5 });
    expect(made.text).toBe("cantonese >= 5 && refund >= 3");
    expect(made).toEqual(eligibility(made.text));
  });

  it("become a single comparison, or anyone", () => {
    expect(requiring({ refund: 3 })).toEqual(eligibility("refund >= 3"));
    expect(requiring({})).toEqual(eligibility("anyone"));
  });
});
