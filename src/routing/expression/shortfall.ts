import type { SkillLevels } from "../agent.ts";
import { comparedWith } from "./comparison.ts";
import { compiledOnce, everyOf, someOf, type Test } from "./compiled.ts";
import type { Eligibility } from "./eligibility.ts";
import { eligibilityTest, heldLevel, termTest } from "./eligibility-test.ts";
import { folded } from "./logic.ts";
import type { EligibilityTerm } from "./terms.ts";

/** What could become of an expression, were every skill held at whatever level each comparison likes best. */
interface Prospect {
  readonly couldHold: Test<SkillLevels>;
  readonly couldFail: Test<SkillLevels>;
}

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/**
 * Why skills do not meet the expression; undefined when they do.
 *
 * `level-too-low`: the right skills are held, at the wrong levels. Were each comparison of a held skill given the level
 * from 1 to 10 that it likes best, the expression would be met. Where only `>=`, `>` and names are written, without `!`,
 * that is level 10 for every skill held. A level too high for a `<` counts here too, since no skill is missing.
 *
 * `missing-skill`: no levels would do; another set of skills must be held. That can be one skill too many, as for
 * `!trainee`.
 *
 * Each comparison is judged apart: `refund >= 8 && refund < 3`, which nobody can meet, counts as `level-too-low` for
 * whoever holds the skill.
 */
export function shortfall(
  expression: Eligibility,
  skills: SkillLevels,
): "missing-skill" | "level-too-low" | undefined {
  if (eligibilityTest(expression)(skills)) return undefined;
  return prospectOf(expression).couldHold(skills) ? "level-too-low" : "missing-skill";
}

const prospectOf = compiledOnce((expression: Eligibility) =>
  folded<EligibilityTerm, Prospect>(expression.root, {
    term: termProspect,
    not: ({ couldHold, couldFail }) => ({ couldHold: couldFail, couldFail: couldHold }),
    all: (parts) => ({ couldHold: everyOf(parts.map(holding)), couldFail: someOf(parts.map(failing)) }),
    any: (parts) => ({ couldHold: someOf(parts.map(holding)), couldFail: everyOf(parts.map(failing)) }),
  }),
);

const holding = ({ couldHold }: Prospect): Test<SkillLevels> => couldHold;
const failing = ({ couldFail }: Prospect): Test<SkillLevels> => couldFail;

/** A skill not held stays so: only the levels of the others are open. */
function termProspect(term: EligibilityTerm): Prospect {
  const met = termTest(term);
  if (term.is === "anyone") return { couldHold: met, couldFail: (skills) => !met(skills) };
  const { skill } = term;
  const passes = comparedWith(term.comparison, term.level);
  const someLevelPasses = levels.some(passes);
  const everyLevelPasses = levels.every(passes);
  return {
    couldHold: (skills) => (heldLevel(skills, skill) > 0 ? someLevelPasses : met(skills)),
    couldFail: (skills) => (heldLevel(skills, skill) > 0 ? !everyLevelPasses : !met(skills)),
  };
}
