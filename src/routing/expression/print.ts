import { folded, type Logic } from "./logic.ts";
import type { EligibilityTerm, FigureTerm } from "./terms.ts";

type Term = EligibilityTerm | FigureTerm;

/** A part as written, and whether `!` or another operator around it calls for parentheses. */
interface Part {
  readonly text: string;
  readonly binds: "alone" | "compared" | "all" | "any";
}

/** A tree as text, every comparison spelt out and no parentheses but needed ones. Read back, it is the same tree. */
export function printed(root: Logic<Term>): string {
  return folded<Term, Part>(root, {
    term: printedTerm,
    not: (part) => ({ text: `!${part.binds === "alone" ? part.text : inParentheses(part)}`, binds: "alone" }),
    all: (parts) => ({ text: parts.map(withinAll).join(" && "), binds: "all" }),
    any: (parts) => ({ text: parts.map(withinAny).join(" || "), binds: "any" }),
  }).text;
}

function printedTerm(term: Term): Part {
  switch (term.is) {
    case "anyone":
      return { text: "anyone", binds: "alone" };
    case "level":
      return { text: `${term.skill} ${term.comparison} ${term.level}`, binds: "compared" };
    case "figure":
      return { text: `${term.figure} ${term.comparison} ${term.value}`, binds: "compared" };
  }
}

const inParentheses = ({ text }: Part): string => `(${text})`;
const withinAll = (part: Part): string =>
  part.binds === "all" || part.binds === "any" ? inParentheses(part) : part.text;
const withinAny = (part: Part): string => (part.binds === "any" ? inParentheses(part) : part.text);
