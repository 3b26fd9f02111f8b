/** How a level or a figure is compared with the number on the right. */
export type Comparison = ">=" | "<=" | "==" | "!=" | ">" | "<";

/** Longer signs first, so that `>=` is not read as `>`. */
export const comparisons: readonly Comparison[] = [">=", "<=", "==", "!=", ">", "<"];

/** The test of a left side against a fixed right side. */
export function comparedWith(comparison: Comparison, right: number): (left: number) => boolean {
  switch (comparison) {
    case ">=":
      return (left) => left >= right;
    case ">":
      return (left) => left > right;
    case "<=":
      return (left) => left <= right;
    case "<":
      return (left) => left < right;
    case "==":
      return (left) => left === right;
    case "!=":
      return (left) => left !== right;
  }
}
