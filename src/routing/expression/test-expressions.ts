import * as fc from "fast-check";
import type { SkillLevels } from "../agent.ts";
import type { Comparison } from "./comparison.ts";
import type { Condition } from "./condition.ts";
import { parseCondition } from "./condition.ts";
import { type Eligibility, parseEligibility } from "./eligibility.ts";
import { longestText } from "./grammar.ts";

/** The eligibility that a text says; the test fails with the fault if it says none. */
export function eligibility(text: string): Eligibility {
  const parsed = parseEligibility(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.code} at ${parsed.fault.position}`);
  return parsed.expression;
}

/** The condition that a text says; the test fails with the fault if it says none. */
export function condition(text: string): Condition {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.code} at ${parsed.fault.position}`);
  return parsed.expression;
}

/** A text beside what it means, worked out without the parser. */
export interface Meant<Subject> {
  readonly text: string;
  readonly met: (subject: Subject) => boolean;
}

/** Skill names, one of which every object inherits. */
export const skillNames = ["refund", "cantonese", "constructor", "tier-2"];

export const comparison: fc.Arbitrary<Comparison> = fc.constantFrom(">=", ">", "<=", "<", "==", "!=");

export const skills: fc.Arbitrary<SkillLevels> = fc.dictionary(
  fc.constantFrom(...skillNames),
  fc.integer({ min: 1, max: 10 }),
);

/** Any eligibility, with more parentheses and spaces than needed here and there. */
export const eligibilityMeant: fc.Arbitrary<Meant<SkillLevels>> = logicOf(
  fc.oneof(
    fc.constant({ text: "anyone", met: () => true }),
    fc.constantFrom(...skillNames).map((name) => ({
      text: name,
      met: (held: SkillLevels) => naiveLevel(held, name) >= 1,
    })),
    fc
      .tuple(fc.constantFrom(...skillNames), comparison, fc.integer({ min: 0, max: 10 }))
      .map(([name, sign, level]) => ({
        text: `${name}${sign}${level}`,
        met: (held: SkillLevels) => naively(naiveLevel(held, name), sign, level),
      })),
  ),
);

/**
 * Terms joined at random, with parentheses where the operators' precedence calls for them. Short enough to stay within
 * bounds when every comparison is spelt out.
 */
export function logicOf<Subject>(term: fc.Arbitrary<Meant<Subject>>): fc.Arbitrary<Meant<Subject>> {
  const { any } = fc.letrec<Record<"all" | "any" | "single", Meant<Subject>>>((tie) => ({
    any: fc.array(tie("all"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      text: parts.map(({ text }) => text).join(" || "),
      met: (subject: Subject) => parts.some(({ met }) => met(subject)),
    })),
    all: fc.array(tie("single"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      text: parts.map(({ text }) => text).join("\n&&\t"),
      met: (subject: Subject) => parts.every(({ met }) => met(subject)),
    })),
    single: fc.oneof(
      { maxDepth: 3 },
      term,
      tie("single").map(({ text, met }) => ({ text: `! ${text}`, met: (subject: Subject) => !met(subject) })),
      tie("any").map(({ text, met }) => ({ text: `( ${text})`, met })),
    ),
  }));
  return any.filter(({ text }) => text.length <= longestText / 3);
}

/** Compares as the sign says. */
export function naively(left: number, sign: Comparison, right: number): boolean {
  if (sign === "==") return left === right;
  if (sign === "!=") return left !== right;
  return (
    (left > right && sign.startsWith(">")) ||
    (left < right && sign.startsWith("<")) ||
    (left === right && sign.endsWith("="))
  );
}

function naiveLevel(held: SkillLevels, name: string): number {
  return new Map(Object.entries(held)).get(name) ?? 0;
}
