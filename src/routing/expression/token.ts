import type { Comparison } from "./comparison.ts";
import type { ExpressionFault } from "./fault.ts";

/** One word or sign of an expression. `at` counts characters from 0. */
export type Token =
  | { readonly kind: "name"; readonly text: string; readonly at: number }
  | { readonly kind: "number"; readonly text: string; readonly at: number }
  | {
      readonly kind: "comparison";
      readonly text: string;
      readonly comparison: Comparison;
      readonly at: number;
    }
  | { readonly kind: Sign; readonly text: string; readonly at: number }
  /** The last token of a text that went well so far. */
  | { readonly kind: "end"; readonly text: ""; readonly at: number }
  /** The last token of a text with a word or sign that does not belong to the language. */
  | { readonly kind: "fault"; readonly text: string; readonly at: number; readonly fault: ExpressionFault };

/** The signs that join terms. */
export type Sign = "and" | "or" | "not" | "open" | "close";

export type NameToken = Extract<Token, { kind: "name" }>;
export type NumberToken = Extract<Token, { kind: "number" }>;
export type ComparisonToken = Extract<Token, { kind: "comparison" }>;

/** Where the parser stands in the tokens. Beyond the last token it stays at the last. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #token: Token;

  constructor(tokens: readonly [Token, ...Token[]]) {
    this.#tokens = tokens;
    this.#token = tokens[0];
  }

  /** The token at hand. */
  peek(): Token {
    return this.#token;
  }

  /** Goes on to the next token. */
  advance(): void {
    this.#at += 1;
    this.#token = this.#tokens[this.#at] ?? this.#token;
  }
}
