import type { Eligibility } from "./eligibility.ts";
import { folded } from "./logic.ts";
import type { EligibilityTerm } from "./terms.ts";

/** One mention of a skill. `position` is the 1-based character of the expression's text where it stands. */
export interface SkillMention {
  readonly skill: string;
  readonly position: number;
}

/** Every mention of a skill, in reading order; a skill named twice is listed twice. */
export function skillsNamed(expression: Eligibility): readonly SkillMention[] {
  return folded<EligibilityTerm, readonly SkillMention[]>(expression.root, {
    term: (term) => (term.is === "level" ? [{ skill: term.skill, position: term.position }] : []),
    not: (mentions) => mentions,
    all: (parts) => parts.flat(),
    any: (parts) => parts.flat(),
  });
}
