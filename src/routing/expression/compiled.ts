import { type Fold, folded, type Logic } from "./logic.ts";

/** A tree turned into closures: whether it holds of a subject. */
export type Test<Subject> = (subject: Subject) => boolean;

/** Compiles a tree, given how one term is compiled. Parts are tried from left to right, no further than needed. */
export function compiled<Term extends { readonly is: string }, Subject>(
  root: Logic<Term>,
  term: (term: Term) => Test<Subject>,
): Test<Subject> {
  const fold: Fold<Term, Test<Subject>> = {
    term,
    not: (part) => (subject) => !part(subject),
    all: everyOf,
    any: someOf,
  };
  return folded(root, fold);
}

/** Whether every test holds. Pairs, the common case, take no loop. */
export function everyOf<Subject>(tests: readonly Test<Subject>[]): Test<Subject> {
  const [first, second, ...others] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (others.length === 0) return (subject) => first(subject) && second(subject);
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

/** Whether some test holds. Pairs, the common case, take no loop. */
export function someOf<Subject>(tests: readonly Test<Subject>[]): Test<Subject> {
  const [first, second, ...others] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (others.length === 0) return (subject) => first(subject) || second(subject);
  return (subject) => {
    for (const test of tests) if (test(subject)) return true;
    return false;
  };
}

/** Compiles each expression once, for as long as the expression itself is kept. */
export function compiledOnce<Expression extends object, Made>(
  compile: (expression: Expression) => Made,
): (expression: Expression) => Made {
  const known = new WeakMap<Expression, Made>();
  return (expression) => {
    const before = known.get(expression);
    if (before !== undefined) return before;
    const made = compile(expression);
    known.set(expression, made);
    return made;
  };
}
