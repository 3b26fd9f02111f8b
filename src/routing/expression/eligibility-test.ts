import type { SkillLevels } from "../agent.ts";
import { comparedWith } from "./comparison.ts";
import { compiled, compiledOnce, type Test } from "./compiled.ts";
import type { Eligibility } from "./eligibility.ts";
import type { EligibilityTerm } from "./terms.ts";

/** Whether skills meet the expression, compiled once for as long as the expression is kept. Never throws. */
export const eligibilityTest: (expression: Eligibility) => Test<SkillLevels> = compiledOnce(
  (expression: Eligibility) => compiled(expression.root, termTest),
);

/** The level held, 0 if none. Own properties only: `constructor` is a name like any other. */
export function heldLevel(skills: SkillLevels, skill: string): number {
  const level = skills[skill];
  return level !== undefined && Object.hasOwn(skills, skill) ? level : 0;
}

/** Whether a term is met by these skills. */
export function termTest(term: EligibilityTerm): Test<SkillLevels> {
  if (term.is === "anyone") return () => true;
  const { skill, comparison, level } = term;
  const passes = comparedWith(comparison, level);
  return (skills) => passes(heldLevel(skills, skill));
}
