/**
 * What both languages are made of: terms joined by not, all (`&&`) and any (`||`). Plain JSON.
 * A series has at least two members; parentheses that change nothing leave no trace, but for a series of the same kind
 * within another, which stays as it was written.
 */
export type Logic<Term extends { readonly is: string }> = Term | Joined<Term>;

type Joined<Term extends { readonly is: string }> =
  | { readonly is: "not"; readonly of: Logic<Term> }
  | { readonly is: "all"; readonly of: readonly Logic<Term>[] }
  | { readonly is: "any"; readonly of: readonly Logic<Term>[] };

/** What each kind of node becomes; the parts have become it already. */
export interface Fold<Term, Value> {
  readonly term: (term: Term) => Value;
  readonly not: (part: Value) => Value;
  readonly all: (parts: readonly Value[]) => Value;
  readonly any: (parts: readonly Value[]) => Value;
}

/** Turns a tree into a value from its leaves up. Depth is bounded by the parser. */
export function folded<Term extends { readonly is: string }, Value>(
  node: Logic<Term>,
  fold: Fold<Term, Value>,
): Value {
  if (!isJoined(node)) return fold.term(node);
  switch (node.is) {
    case "not":
      return fold.not(folded(node.of, fold));
    case "all":
      return fold.all(node.of.map((part) => folded(part, fold)));
    case "any":
      return fold.any(node.of.map((part) => folded(part, fold)));
  }
}

function isJoined<Term extends { readonly is: string }>(node: Logic<Term>): node is Joined<Term> {
  return node.is === "not" || node.is === "all" || node.is === "any";
}
