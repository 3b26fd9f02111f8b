import { type ExpressionFault, faultAt } from "./fault.ts";
import type { Token } from "./token.ts";

export function emptyText(example: string): ExpressionFault {
  return faultAt(
    0,
    "empty",
    `表达式是空的。请写一个条件，例如 ${example} 。`,
    `The expression is empty. Write a condition such as ${example} .`,
  );
}

export function textTooLong(length: number, longest: number): ExpressionFault {
  return faultAt(
    longest,
    "too-long",
    `表达式有 ${length} 个字符，最多 ${longest} 个。请缩短它。`,
    `The expression has ${length} characters; ${longest} are the most. Make it shorter.`,
  );
}

export function nestedTooDeeply({ at }: Token, deepest: number): ExpressionFault {
  return faultAt(
    at,
    "nested-too-deeply",
    `括号和 ! 套了超过 ${deepest} 层。请减少嵌套。`,
    `Parentheses and ! nest deeper than ${deepest}. Nest less.`,
  );
}

export function unclosedParenthesis({ at }: Token): ExpressionFault {
  return faultAt(
    at,
    "unclosed-parenthesis",
    "这个左括号没有对应的右括号。请补上 ) 或删去 ( 。",
    "This parenthesis is never closed. Add the missing ) or remove the ( .",
  );
}

/** Something stands where a name, `!` or `(` should. */
export function termExpected(token: Token, example: string): ExpressionFault {
  if (token.kind === "fault") return token.fault;
  if (token.kind === "number") return numberFirst(token, example);
  const zh = token.kind === "end" ? "表达式到这里还没写完" : `“${token.text}”之前缺了一个条件`;
  const en =
    token.kind === "end" ? "The expression is unfinished" : `A condition is missing before "${token.text}"`;
  return faultAt(
    token.at,
    "term-expected",
    `${zh}。请在这里写一个条件，例如 ${example} 。`,
    `${en}. Write one here, such as ${example} .`,
  );
}

function numberFirst({ at, text }: Token, example: string): ExpressionFault {
  return faultAt(
    at,
    "number-first",
    `数字“${text}”不能写在前面。请把名称写在比较符左边，数字写在右边，例如 ${example} 。`,
    `The number "${text}" stands first. Put the name left of the comparison and the number right of it, such as ${example} .`,
  );
}

/** Something stands where only `&&`, `||`, a closing parenthesis that was opened, or the end could. */
export function operatorExpected(token: Token): ExpressionFault {
  switch (token.kind) {
    case "fault":
      return token.fault;
    case "comparison":
      return chainedComparison(token);
    case "close":
      return unopenedParenthesis(token);
    default:
      return faultAt(
        token.at,
        "operator-expected",
        `“${token.text}”之前缺少运算符。请写上 && （并且）或 || （或者）。`,
        `An operator is missing before "${token.text}". Write && (and) or || (or).`,
      );
  }
}

function chainedComparison({ at, text }: Token): ExpressionFault {
  return faultAt(
    at,
    "chained-comparison",
    `“${text}”左边不是可以比较的名称。比较不能连写，请拆成两个，用 && 连接。`,
    `What stands before "${text}" cannot be compared. Comparisons do not chain: write two, joined by && .`,
  );
}

function unopenedParenthesis({ at }: Token): ExpressionFault {
  return faultAt(
    at,
    "unopened-parenthesis",
    "这个右括号没有对应的左括号。请在前面补上 ( 或删去 ) 。",
    "This parenthesis was never opened. Add the missing ( before it or remove the ) .",
  );
}

/** A comparison has no number on its right. */
export function numberExpected(token: Token, example: string): ExpressionFault {
  if (token.kind === "fault") return token.fault;
  const zh = token.kind === "end" ? "比较符后面缺少数字" : `“${token.text}”不是数字，不能写在比较符右边`;
  const en =
    token.kind === "end" ? "The comparison lacks its number" : `"${token.text}" is no number to compare with`;
  return faultAt(
    token.at,
    "number-expected",
    `${zh}。请在比较符右边写一个数字，例如 ${example} 。`,
    `${en}. Write a number right of the comparison, such as ${example} .`,
  );
}
