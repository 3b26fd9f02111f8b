/** What can be wrong with an expression. */
export type ExpressionFaultCode =
  // The text and its nesting
  | "empty"
  | "too-long"
  | "nested-too-deeply"
  // Words and signs
  | "single-ampersand"
  | "single-bar"
  | "single-equals"
  | "unknown-operator"
  | "word-operator"
  | "full-width"
  | "upper-case"
  | "unknown-word"
  | "name-too-long"
  | "unexpected-character"
  // Order
  | "term-expected"
  | "operator-expected"
  | "number-expected"
  | "number-first"
  | "chained-comparison"
  | "unclosed-parenthesis"
  | "unopened-parenthesis"
  // Eligibility alone
  | "level-out-of-range"
  | "anyone-has-no-level"
  // Conditions alone
  | "unknown-figure"
  | "comparison-expected"
  | "number-too-long"
  | "percent-out-of-place"
  | "share-beyond-one";

/**
 * The first thing wrong in an expression. `position` is the 1-based character where what is wrong begins (one past the
 * last word where something is missing at the end); `message` says what is wrong and how to mend it.
 */
export interface ExpressionFault {
  readonly code: ExpressionFaultCode;
  readonly position: number;
  readonly message: { readonly zh: string; readonly en: string };
}

/** What came of reading: a value, or the fault that stopped it. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: ExpressionFault };

/** Something read well. */
export function read<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

/** Something that cannot be read. */
export function refused(fault: ExpressionFault): { readonly ok: false; readonly fault: ExpressionFault } {
  return { ok: false, fault };
}

/** Writes a fault down. `at` counts characters from 0, as the lexer does. */
export function faultAt(at: number, code: ExpressionFaultCode, zh: string, en: string): ExpressionFault {
  return { code, position: at + 1, message: { zh, en } };
}
