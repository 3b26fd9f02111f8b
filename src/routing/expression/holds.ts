import { comparedWith } from "./comparison.ts";
import { compiled, compiledOnce, type Test } from "./compiled.ts";
import type { Condition } from "./condition.ts";
import { figureReader, type LiveFigures } from "./figures.ts";
import type { FigureTerm } from "./terms.ts";

/**
 * Whether the condition holds now. A comparison of an unknown figure does not hold, `!=` included; under `!` that makes
 * the whole hold, as written.
 */
export function holds(condition: Condition, figures: LiveFigures): boolean {
  return testOf(condition)(figures);
}

const testOf = compiledOnce((condition: Condition) => compiled(condition.root, termTest));

function termTest({ figure, comparison, value }: FigureTerm): Test<LiveFigures> {
  const figureOf = figureReader(figure);
  const passes = comparedWith(comparison, value);
  return (figures) => {
    const now = figureOf(figures);
    return now !== undefined && !Number.isNaN(now) && passes(now);
  };
}
