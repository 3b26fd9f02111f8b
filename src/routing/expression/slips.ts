import { type ExpressionFault, faultAt } from "./fault.ts";

/** Operators of other languages, and what they are here. None begins with another that stands after it. */
const operatorsElsewhere = new Map([
  ["===", "=="],
  ["!==", "!="],
  ["=>", ">="],
  ["=<", "<="],
  ["<>", "!="],
  ["≥", ">="],
  ["≤", "<="],
  ["≠", "!="],
  ["∧", "&&"],
  ["∨", "||"],
  ["¬", "!"],
]);

/** Words that people write for operators. They are therefore no names. */
const operatorWords = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
  ["且", "&&"],
  ["并且", "&&"],
  ["和", "&&"],
  ["或", "||"],
  ["或者", "||"],
  ["非", "!"],
]);

const longestName = 63;
const mostQuoted = 40;

/** The fault, if an operator of another language stands at `at`. */
export function unknownOperator(text: string, at: number): ExpressionFault | undefined {
  for (const [wrong, right] of operatorsElsewhere) {
    if (!text.startsWith(wrong, at)) continue;
    return faultAt(
      at,
      "unknown-operator",
      `这里没有运算符“${wrong}”。请改写成 ${right} 。`,
      `There is no operator "${wrong}". Write ${right} instead.`,
    );
  }
  return undefined;
}

/** What is wrong with a word, or undefined when it is a name that may be used. */
export function wordFault(word: string, at: number, isName: boolean): ExpressionFault | undefined {
  const operator = operatorWords.get(word.toLowerCase());
  if (operator !== undefined) return wordOperator(word, at, operator);
  if (isName) return undefined;
  if (word !== word.normalize("NFKC")) return fullWidth(word, at);
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(word) && word !== word.toLowerCase()) return upperCase(word, at);
  return /^[a-z][a-z0-9-]*$/.test(word) ? nameTooLong(word, at) : unknownWord(word, at);
}

/** The fault of a sign that belongs to neither language. */
export function unknownSign(text: string, at: number): ExpressionFault {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  switch (sign) {
    case "&":
      return single(at, "single-ampersand", "&", "&&", "并且", "and");
    case "|":
      return single(at, "single-bar", "|", "||", "或者", "or");
    case "=":
      return single(at, "single-equals", "=", "==", "等于", "equal to");
    default:
      return sign === sign.normalize("NFKC") ? unexpectedCharacter(sign, at) : fullWidth(sign, at);
  }
}

function single(
  at: number,
  code: "single-ampersand" | "single-bar" | "single-equals",
  wrong: string,
  right: string,
  zh: string,
  en: string,
): ExpressionFault {
  return faultAt(
    at,
    code,
    `这里只有一个 ${wrong} 。“${zh}”请写成 ${right} 。`,
    `There is a single ${wrong} here. Write ${right} for "${en}".`,
  );
}

function wordOperator(word: string, at: number, operator: string): ExpressionFault {
  return faultAt(
    at,
    "word-operator",
    `运算符不用“${word}”这样的词表示。请改写成 ${operator} 。`,
    `Operators are signs, not words such as "${word}". Write ${operator} instead.`,
  );
}

function fullWidth(text: string, at: number): ExpressionFault {
  const mended = quoted(text.normalize("NFKC"));
  return faultAt(
    at,
    "full-width",
    `“${quoted(text)}”含有全角或变体字符。请改用半角字符“${mended}”。`,
    `"${quoted(text)}" is written in full-width or variant characters. Write "${mended}".`,
  );
}

function upperCase(word: string, at: number): ExpressionFault {
  const mended = quoted(word.toLowerCase());
  return faultAt(
    at,
    "upper-case",
    `“${quoted(word)}”含有大写字母，名称一律小写。请改写成“${mended}”。`,
    `"${quoted(word)}" has capital letters; names are lower case. Write "${mended}".`,
  );
}

function nameTooLong(word: string, at: number): ExpressionFault {
  return faultAt(
    at,
    "name-too-long",
    `名称“${quoted(word)}”有 ${word.length} 个字符，最多 ${longestName} 个。请改用较短的名称。`,
    `The name "${quoted(word)}" has ${word.length} characters; ${longestName} are the most. Use a shorter one.`,
  );
}

function unknownWord(word: string, at: number): ExpressionFault {
  return faultAt(
    at,
    "unknown-word",
    `“${quoted(word)}”既不是名称也不是数字。名称以小写字母开头，只含小写字母、数字和连字符；数字不能为负，也不能做加减。`,
    `"${quoted(word)}" is neither a name nor a number. Names begin with a lower-case letter and hold only lower-case letters, digits and hyphens; numbers are not negative, and there is no arithmetic.`,
  );
}

function unexpectedCharacter(character: string, at: number): ExpressionFault {
  return faultAt(
    at,
    "unexpected-character",
    `这里不能出现“${visible(character)}”。请删去它；可用的只有名称、数字、比较符、&&、||、! 和括号。`,
    `"${visible(character)}" has no place here. Remove it; there are only names, numbers, comparisons, &&, ||, ! and parentheses.`,
  );
}

/** A character as people can see it: what leaves no ink is named by its number. */
function visible(character: string): string {
  if (!/[\p{C}\p{Z}]/u.test(character)) return character;
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}

function quoted(text: string): string {
  const characters = Array.from(text);
  return characters.length <= mostQuoted ? text : `${characters.slice(0, mostQuoted).join("")}…`;
}
