import type { Agent, SkillLevels } from "./agent.ts";
import type { Exclusion } from "./reservation.ts";
import { shortfall } from "./skills.ts";

/** Why this agent cannot be offered a call with these requirements now, or undefined if it can. */
export function exclusion(agent: Agent, requires: SkillLevels): Exclusion | undefined {
  return shortfall(agent.profile.skills, requires) ?? unavailability(agent);
}

/** Why this agent cannot be offered any call now, or undefined if free. */
export function unavailability({ state, hasDevice }: Agent): Exclusion | undefined {
  if (state.at === "logged-out") return "logged-out";
  if (state.at === "ready") return hasDevice ? undefined : "no-device";
  if (state.at === "not-ready") return hasDevice ? "not-ready" : "no-device";
  return "occupied";
}
