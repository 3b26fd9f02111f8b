export { type Condition, type ParsedCondition, parseCondition } from "./condition.ts";
export {
  anyone,
  type Eligibility,
  type ParsedEligibility,
  parseEligibility,
  requiring,
} from "./eligibility.ts";
export { eligibilityTest } from "./eligibility-test.ts";
export type { ExpressionFault, ExpressionFaultCode } from "./fault.ts";
export type { LiveFigures } from "./figures.ts";
export { holds } from "./holds.ts";
export { shortfall } from "./shortfall.ts";
export { type SkillMention, skillsNamed } from "./skills-named.ts";
