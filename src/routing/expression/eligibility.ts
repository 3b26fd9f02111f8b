import type { SkillLevels } from "../agent.ts";
import { type ExpressionFault, faultAt, type Reading, read, refused } from "./fault.ts";
import { type Language, parse, readComparison } from "./grammar.ts";
import type { Logic } from "./logic.ts";
import { printed } from "./print.ts";
import type { EligibilityTerm, LevelTerm } from "./terms.ts";
import type { Cursor, NameToken, NumberToken } from "./token.ts";

/**
 * Who may be offered a call, by skills and levels: `cantonese >= 5 && (refund >= 3 || supervisor)`. A skill alone means
 * level 1 or more. Plain JSON; `text` is as it was written, and positions count in it.
 */
export interface Eligibility {
  readonly text: string;
  readonly root: Logic<EligibilityTerm>;
}

/** What came of reading an eligibility. */
export type ParsedEligibility =
  | { readonly ok: true; readonly expression: Eligibility }
  | { readonly ok: false; readonly fault: ExpressionFault };

/** Met by every agent. */
export const anyone: Eligibility = { text: "anyone", root: { is: "anyone" } };

const example = "refund >= 3";
const mostLevel = 10;
const language: Language<EligibilityTerm> = { term: readTerm, example };

/** Reads an eligibility; see `grammar.ts` for what may be written. Never throws. */
export function parseEligibility(text: string): ParsedEligibility {
  const root = parse(text, language);
  return root.ok ? { ok: true, expression: { text, root: root.value } } : root;
}

/**
 * All these levels at least, skills in the order of their names; without any, `anyone`. The text can be read back if
 * the names and levels are ones that may be written, and it is no longer than a text may be.
 */
export function requiring(levels: SkillLevels): Eligibility {
  const of: LevelTerm[] = [];
  let text = "";
  for (const [skill, level] of Object.entries(levels).sort(byName)) {
    if (text !== "") text += " && ";
    const term: LevelTerm = { is: "level", skill, comparison: ">=", level, position: text.length + 1 };
    of.push(term);
    text += printed(term);
  }
  const [first, ...others] = of;
  if (first === undefined) return anyone;
  return { text, root: others.length === 0 ? first : { is: "all", of } };
}

function byName([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
}

function readTerm(name: NameToken, cursor: Cursor): Reading<EligibilityTerm> {
  if (name.text === "anyone") {
    return cursor.peek().kind === "comparison" ? refused(anyoneCompared(name)) : read({ is: "anyone" });
  }
  const compared = readComparison(cursor, example);
  if (!compared.ok) return compared;
  const { comparison, right } = compared.value ?? { comparison: ">=", right: undefined };
  const level = right === undefined ? 1 : levelOf(right);
  if (level === undefined) return refused(levelOutOfRange(right ?? name));
  return read({ is: "level", skill: name.text, comparison, level, position: name.at + 1 });
}

function levelOf({ text }: NumberToken): number | undefined {
  return /^\d+$/.test(text) && Number(text) <= mostLevel ? Number(text) : undefined;
}

function levelOutOfRange({ at, text }: NumberToken | NameToken): ExpressionFault {
  return faultAt(
    at,
    "level-out-of-range",
    `“${text}”不是技能等级。等级是 1（基本）到 ${mostLevel}（专家）的整数，0 表示不具备该技能。`,
    `"${text}" is no level. Levels are whole numbers from 1 (basic) to ${mostLevel} (expert), or 0 for a skill not held.`,
  );
}

function anyoneCompared({ at }: NameToken): ExpressionFault {
  return faultAt(
    at,
    "anyone-has-no-level",
    "anyone 表示任何人，不是技能，没有等级可比。请去掉比较，或改成技能名。",
    "The word anyone means everybody; it is no skill and has no level. Remove the comparison, or name a skill.",
  );
}
