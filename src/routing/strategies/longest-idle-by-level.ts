import type { Ranker } from "./ranker.ts";

const HIGHEST_LEVEL = 10;

/** Levels below the highest, 0 to 10: the best at this skill first. Who does not hold it comes last. */
export function longestIdleByLevel(skill: string): Ranker {
  return {
    kind: "static",
    // Skills are named by the tenant: one may be called like something every object inherits.
    tierOf: (_profile, skills) => HIGHEST_LEVEL - (Object.hasOwn(skills, skill) ? (skills[skill] ?? 0) : 0),
  };
}
