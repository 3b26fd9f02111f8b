import { type Eligibility, parseEligibility, type SkillLevels } from "../../../src/routing/index.ts";
import type { Random } from "../random.ts";

/** What a queue asks of an agent: a level of one skill, and of one or two more, all or one of them. */
export interface Requirement {
  readonly levels: readonly (readonly [skill: string, level: number])[];
  readonly joint: "all" | "first-and-any" | "any";
}

/** Asks for nothing that this agent does not have, so that every queue has somebody. */
export function requirementMetBy(skills: SkillLevels, random: Random): Requirement {
  const asked = random.someOf(Object.entries(skills), random.between(1, 3));
  return {
    levels: asked.map(([skill, level]) => [skill, Math.min(level, random.between(1, 7))]),
    joint: asked.length === 3 ? "first-and-any" : random.oneOf(["all", "any"]),
  };
}

/** The same skills at lower levels, or in the end the first alone at the lowest. */
export function relaxed({ levels, joint }: Requirement, step: number): Requirement {
  if (step >= 2) return { levels: levels.slice(0, 1).map(([skill]) => [skill, 1]), joint: "all" };
  return { levels: levels.map(([skill, level]) => [skill, Math.max(1, level - 3 * step)]), joint };
}

/** As an administrator would write it. */
export function eligibilityOf({ levels, joint }: Requirement): Eligibility {
  const terms = levels.map(([skill, level]) => `${skill} >= ${level}`);
  const [first, ...others] = terms;
  const text =
    joint === "first-and-any"
      ? [first, `(${others.join(" || ")})`].join(" && ")
      : terms.join(joint === "all" ? " && " : " || ");
  const parsed = parseEligibility(text);
  if (!parsed.ok) throw new Error(`"${text}" cannot be read: ${parsed.fault.code}`);
  return parsed.expression;
}
