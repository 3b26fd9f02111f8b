import type { Comparison } from "./comparison.ts";
import { type Reading, read, refused } from "./fault.ts";
import {
  emptyText,
  nestedTooDeeply,
  numberExpected,
  operatorExpected,
  termExpected,
  textTooLong,
  unclosedParenthesis,
} from "./grammar-faults.ts";
import { tokensOf } from "./lexer.ts";
import type { Logic } from "./logic.ts";
import { Cursor, type NameToken, type NumberToken, type Token } from "./token.ts";

/** The longest text, in characters (UTF-16 code units). */
export const longestText = 2_000;

/** How deep `(` and `!` may nest. */
export const deepestNesting = 32;

/** What one language adds to the grammar. */
export interface Language<Term extends { readonly is: string }> {
  /** Reads the rest of a term; its name has been taken. */
  readonly term: (name: NameToken, cursor: Cursor) => Reading<Term>;
  /** What a term looks like, for whoever forgot it. */
  readonly example: string;
}

/**
 * Reads a text by recursive descent:
 *
 *   any     = all { "||" all }
 *   all     = single { "&&" single }
 *   single  = "!" single | "(" any ")" | term
 *   term    = name [ comparison number ]        (each language has its own)
 *
 * Time is linear in the text. Never throws; the first fault in reading order is told.
 */
export function parse<Term extends { readonly is: string }>(
  text: string,
  language: Language<Term>,
): Reading<Logic<Term>> {
  if (text.length > longestText) return refused(textTooLong(text.length, longestText));
  const cursor = new Cursor(tokensOf(text));
  if (cursor.peek().kind === "end") return refused(emptyText(language.example));
  const root = readAny(cursor, language, 0);
  const rest = cursor.peek();
  return !root.ok || rest.kind === "end" ? root : refused(operatorExpected(rest));
}

/** Reads a comparison with a number, if a comparison follows; the parts are not yet judged. */
export function readComparison(
  cursor: Cursor,
  example: string,
): Reading<{ readonly comparison: Comparison; readonly right: NumberToken } | undefined> {
  const sign = cursor.peek();
  if (sign.kind !== "comparison") return read(undefined);
  cursor.advance();
  const right = cursor.peek();
  if (right.kind !== "number") return refused(numberExpected(right, example));
  cursor.advance();
  return read({ comparison: sign.comparison, right });
}

type Reader<Term extends { readonly is: string }> = (
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
) => Reading<Logic<Term>>;

function readAny<Term extends { readonly is: string }>(
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
): Reading<Logic<Term>> {
  const parts = readSeries(cursor, language, depth, "or", readAll<Term>);
  return parts.ok ? read(joined("any", parts.value)) : parts;
}

function readAll<Term extends { readonly is: string }>(
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
): Reading<Logic<Term>> {
  const parts = readSeries(cursor, language, depth, "and", readSingle<Term>);
  return parts.ok ? read(joined("all", parts.value)) : parts;
}

function readSeries<Term extends { readonly is: string }>(
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
  joint: "or" | "and",
  readPart: Reader<Term>,
): Reading<Parts<Term>> {
  const first = readPart(cursor, language, depth);
  if (!first.ok) return first;
  const parts: [Logic<Term>, ...Logic<Term>[]] = [first.value];
  while (cursor.peek().kind === joint) {
    cursor.advance();
    const next = readPart(cursor, language, depth);
    if (!next.ok) return next;
    parts.push(next.value);
  }
  return read(parts);
}

type Parts<Term extends { readonly is: string }> = readonly [Logic<Term>, ...Logic<Term>[]];

function joined<Term extends { readonly is: string }>(is: "any" | "all", parts: Parts<Term>): Logic<Term> {
  return parts.length === 1 ? parts[0] : { is, of: parts };
}

function readSingle<Term extends { readonly is: string }>(
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
): Reading<Logic<Term>> {
  const token = cursor.peek();
  if (token.kind !== "name" && token.kind !== "not" && token.kind !== "open") {
    return refused(termExpected(token, language.example));
  }
  cursor.advance();
  if (token.kind === "name") return language.term(token, cursor);
  if (depth >= deepestNesting) return refused(nestedTooDeeply(token, deepestNesting));
  return token.kind === "not"
    ? readNot(cursor, language, depth + 1)
    : readParenthesis(token, cursor, language, depth + 1);
}

function readNot<Term extends { readonly is: string }>(
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
): Reading<Logic<Term>> {
  const of = readSingle(cursor, language, depth);
  return of.ok ? read({ is: "not", of: of.value }) : of;
}

function readParenthesis<Term extends { readonly is: string }>(
  open: Token,
  cursor: Cursor,
  language: Language<Term>,
  depth: number,
): Reading<Logic<Term>> {
  const inner = readAny(cursor, language, depth);
  if (!inner.ok) return inner;
  const token = cursor.peek();
  if (token.kind === "end") return refused(unclosedParenthesis(open));
  if (token.kind !== "close") return refused(operatorExpected(token));
  cursor.advance();
  return inner;
}
