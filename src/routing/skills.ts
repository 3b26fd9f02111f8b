import type { AgentProfile, SkillLevels } from "./agent.ts";

/** What keeps these skills from meeting the requirement, or undefined when every required level is met. */
export function shortfall(
  skills: SkillLevels,
  requires: SkillLevels,
): "missing-skill" | "level-too-low" | undefined {
  const required = Object.entries(requires);
  if (required.some(([skill]) => !Object.hasOwn(skills, skill))) return "missing-skill";
  return required.some(([skill, level]) => (skills[skill] ?? 0) < level) ? "level-too-low" : undefined;
}

/** The same skills at the same levels, in whatever order they are written. */
export function sameSkills(one: AgentProfile, other: AgentProfile): boolean {
  const levels = Object.entries(one.skills);
  if (levels.length !== Object.keys(other.skills).length) return false;
  return levels.every(
    ([skill, level]) => Object.hasOwn(other.skills, skill) && other.skills[skill] === level,
  );
}
