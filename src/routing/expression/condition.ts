import { type ExpressionFault, faultAt, type Reading, read, refused } from "./fault.ts";
import { type Figure, figures } from "./figures.ts";
import { type Language, parse, readComparison } from "./grammar.ts";
import type { Logic } from "./logic.ts";
import type { FigureTerm } from "./terms.ts";
import type { Cursor, NameToken, NumberToken, Token } from "./token.ts";

/**
 * Whether a step is considered, by live figures: `waiting > 5 && ewt >= 60 || service-level < 80%`. Plain JSON; `text`
 * is as it was written.
 */
export interface Condition {
  readonly text: string;
  readonly root: Logic<FigureTerm>;
}

/** What came of reading a condition. */
export type ParsedCondition =
  | { readonly ok: true; readonly expression: Condition }
  | { readonly ok: false; readonly fault: ExpressionFault };

const example = "waiting > 5";
const language: Language<FigureTerm> = { term: readTerm, example };

/** Few enough digits that the number is kept exactly as written; two of the six decimals go to the percent. */
const plain = /^\d{1,9}(\.\d{1,6})?$/;
const percent = /^\d{1,9}(\.\d{1,4})?%$/;

/** Reads a condition; see `grammar.ts` for what may be written. Never throws. */
export function parseCondition(text: string): ParsedCondition {
  const root = parse(text, language);
  return root.ok ? { ok: true, expression: { text, root: root.value } } : root;
}

function readTerm(name: NameToken, cursor: Cursor): Reading<FigureTerm> {
  const figure = figures.find((figure) => figure === name.text);
  if (figure === undefined) return refused(unknownFigure(name));
  const compared = readComparison(cursor, example);
  if (!compared.ok) return compared;
  if (compared.value === undefined) return refused(comparisonExpected(cursor.peek(), name));
  const { comparison, right } = compared.value;
  const value = readValue(figure, right);
  return value.ok ? read({ is: "figure", figure, comparison, value: value.value }) : value;
}

function readValue(figure: Figure, right: NumberToken): Reading<number> {
  const isPercent = right.text.endsWith("%");
  if (isPercent && figure !== "service-level") return refused(percentOutOfPlace(right, figure));
  if (!(isPercent ? percent : plain).test(right.text)) return refused(numberTooLong(right));
  // Shifting the decimal point in the text spares the rounding of a division.
  const value = isPercent ? Number(`${right.text.slice(0, -1)}e-2`) : Number(right.text);
  return figure === "service-level" && value > 1 ? refused(shareBeyondOne(right)) : read(value);
}

function unknownFigure({ at, text }: NameToken): ExpressionFault {
  const known = figures.join(", ");
  return faultAt(
    at,
    "unknown-figure",
    `没有名为“${text}”的实时指标。可用的有：${known}。`,
    `There is no live figure "${text}". There are: ${known}.`,
  );
}

function comparisonExpected(token: Token, { text }: NameToken): ExpressionFault {
  if (token.kind === "fault") return token.fault;
  return faultAt(
    token.at,
    "comparison-expected",
    `“${text}”后面缺少比较。请写上比较符和数字，例如 ${text} >= 1 。`,
    `"${text}" is not compared with anything. Write a comparison and a number after it, such as ${text} >= 1 .`,
  );
}

function numberTooLong({ at }: NumberToken): ExpressionFault {
  return faultAt(
    at,
    "number-too-long",
    "数字太长。整数部分最多 9 位，小数部分最多 6 位（百分数最多 4 位）。",
    "The number is too long. It may have 9 digits before the point and 6 after it (4 in a percentage).",
  );
}

function percentOutOfPlace({ at, text }: NumberToken, figure: Figure): ExpressionFault {
  return faultAt(
    at,
    "percent-out-of-place",
    `${figure} 不是比例，不能与“${text}”比较。请去掉百分号。`,
    `${figure} is no share and cannot be compared with "${text}". Remove the percent sign.`,
  );
}

function shareBeyondOne({ at, text }: NumberToken): ExpressionFault {
  return faultAt(
    at,
    "share-beyond-one",
    `服务水平在 0 到 1 之间，不会到“${text}”。请写成 0.8 或 80% 这样的值。`,
    `The service level lies between 0 and 1 and never reaches "${text}". Write a value such as 0.8 or 80% .`,
  );
}
