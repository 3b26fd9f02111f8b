import type { Measured } from "../../../src/simulation/index.ts";

/** What a simulation says of a figure, and what theory says. */
export interface Comparison {
  readonly what: string;
  readonly measured: Measured;
  readonly exactly: number;
}

/** How sure a figure must be before its agreement counts: its standard error, as a part of the exact value. */
export interface Precision {
  readonly mostError: number;
  /** Values below this are too rare to be measured so well; they must agree all the same. */
  readonly tinyBelow: number;
}

export const within1Percent: Precision = { mostError: 0.01, tinyBelow: 0.01 };

/** More standard errors than this are no chance. */
const mostDeviation = 4;

/** Standard errors between a measured figure and the exact one. */
export function deviation({ measured: { value, standardError }, exactly }: Comparison): number {
  // What cannot vary must be right to rounding.
  return Math.abs(value - exactly) / Math.max(standardError, 1e-9 * Math.abs(exactly), 1e-12);
}

/** Those that do not agree, in words; none if the simulation reproduces the theory. */
export function disagreements(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons
    .filter((comparison) => !(deviation(comparison) <= mostDeviation))
    .map(
      (comparison) => `${inWords(comparison)}: off by ${deviation(comparison).toFixed(1)} standard errors`,
    );
}

/** Those that are not measured well enough to tell, in words. */
export function vague(
  comparisons: readonly Comparison[],
  { mostError, tinyBelow }: Precision = within1Percent,
): readonly string[] {
  return comparisons
    .filter(({ exactly }) => Math.abs(exactly) >= tinyBelow)
    .filter(({ measured: { standardError }, exactly }) => !(standardError <= mostError * Math.abs(exactly)))
    .map((comparison) => `${inWords(comparison)}: too vague`);
}

function inWords({ what, measured: { value, standardError }, exactly }: Comparison): string {
  return `${what}: ${value.toPrecision(6)} ± ${standardError.toPrecision(2)}, exactly ${exactly.toPrecision(6)}`;
}
