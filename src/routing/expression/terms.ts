import type { Comparison } from "./comparison.ts";
import type { Figure } from "./figures.ts";

/** A comparison of one skill's level, 0 where the skill is not held. `position` is the name's, 1-based. */
export interface LevelTerm {
  readonly is: "level";
  readonly skill: string;
  readonly comparison: Comparison;
  readonly level: number;
  readonly position: number;
}

/** The leaves of an eligibility: a skill's level, or the word `anyone`, which everybody meets. */
export type EligibilityTerm = LevelTerm | { readonly is: "anyone" };

/** A comparison of one live figure with a number. */
export interface FigureTerm {
  readonly is: "figure";
  readonly figure: Figure;
  readonly comparison: Comparison;
  readonly value: number;
}
