import { AgentId } from "../../../src/ids.ts";
import type { AgentProfile, SkillLevels } from "../../../src/routing/index.ts";
import type { Random } from "../random.ts";
import type { Scale } from "../scale.ts";
import { fieldsOfSkills } from "./skills.ts";
import { tenantOf } from "./tenants.ts";

/** The agents: each holds five to eight skills of one field and one of another, at levels 1 to 10. */
export function staff({ agents, skills }: Scale, random: Random): readonly AgentProfile[] {
  const fields = fieldsOfSkills(skills);
  return Array.from({ length: agents }, (_, nth) => ({
    id: AgentId(`agent-${random.hex()}`),
    tenant: tenantOf(nth, agents).id,
    skills: skillsOf(fields, random),
    weight: random.between(1, 3),
  }));
}

function skillsOf(fields: readonly (readonly string[])[], random: Random): SkillLevels {
  const own = random.someOf(random.oneOf(fields), random.between(5, 8));
  const other = random.oneOf(random.oneOf(fields));
  return Object.fromEntries([...own, other].map((skill) => [skill, random.between(1, 10)]));
}
