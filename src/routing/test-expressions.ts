import { type Condition, type Eligibility, parseCondition, parseEligibility } from "./expression/index.ts";

/** For tests: reads who may be offered a call; throws on a slip of the test's own. */
export function eligibility(text: string): Eligibility {
  const parsed = parseEligibility(text);
  if (!parsed.ok) throw new SyntaxError(`"${text}" is no eligibility.`);
  return parsed.expression;
}

/** For tests: reads a condition on live figures; throws on a slip of the test's own. */
export function condition(text: string): Condition {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new SyntaxError(`"${text}" is no condition.`);
  return parsed.expression;
}
