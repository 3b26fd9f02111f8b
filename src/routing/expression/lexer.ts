import { comparisons } from "./comparison.ts";
import { unknownOperator, unknownSign, wordFault } from "./slips.ts";
import type { Sign, Token } from "./token.ts";

const space = /\s*/uy;
/** A number stands alone: `24h` is a (wrong) word, not a number and a word. */
const number = /\d+(?:\.\d+)?%?(?![\p{L}\p{M}\p{N}_-])/uy;
/** Far more than names are made of, so that a wrong name is told as a whole. */
const word = /[\p{L}\p{M}\p{N}_-]+/uy;
/** A skill or a figure. A hyphen belongs to the name: there is no arithmetic. */
const name = /^[a-z][a-z0-9-]{0,62}$/;

const signs: readonly (readonly [text: string, kind: Sign])[] = [
  ["&&", "and"],
  ["||", "or"],
  ["!", "not"],
  ["(", "open"],
  [")", "close"],
];

/** The words and signs of a text, up to its end or to the first that belongs to neither language. */
export function tokensOf(text: string): readonly [Token, ...Token[]] {
  const first = tokenAt(text, 0);
  const tokens: [Token, ...Token[]] = [first];
  for (let last: Token = first; last.kind !== "end" && last.kind !== "fault"; tokens.push(last)) {
    last = tokenAt(text, last.at + last.text.length);
  }
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const at = from + matched(space, text, from).length;
  if (at >= text.length) return { kind: "end", text: "", at: from };
  return wrongOperatorAt(text, at) ?? signAt(text, at) ?? wordAt(text, at) ?? unknownSignAt(text, at);
}

/** `===`, `=>`, `<>` and their like; before the right signs, which some of them begin with. */
function wrongOperatorAt(text: string, at: number): Token | undefined {
  const fault = unknownOperator(text, at);
  return fault && { kind: "fault", text: "", at, fault };
}

function signAt(text: string, at: number): Token | undefined {
  const comparison = comparisons.find((sign) => text.startsWith(sign, at));
  if (comparison !== undefined) return { kind: "comparison", text: comparison, comparison, at };
  const sign = signs.find(([sign]) => text.startsWith(sign, at));
  return sign && { kind: sign[1], text: sign[0], at };
}

function wordAt(text: string, at: number): Token | undefined {
  const digits = matched(number, text, at);
  if (digits !== "") return { kind: "number", text: digits, at };
  const found = matched(word, text, at);
  if (found === "") return undefined;
  const fault = wordFault(found, at, name.test(found));
  return fault === undefined ? { kind: "name", text: found, at } : { kind: "fault", text: found, at, fault };
}

function unknownSignAt(text: string, at: number): Token {
  return { kind: "fault", text: "", at, fault: unknownSign(text, at) };
}

/** What a sticky pattern finds right at a place; empty if nothing. */
function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
