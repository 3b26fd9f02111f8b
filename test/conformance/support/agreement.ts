import type { Measured } from "../../../src/simulation/index.ts";

/** What a simulation says of a figure, and what theory says. */
export interface Comparison {
  readonly what: string;
  readonly measured: Measured;
  readonly exactly: number;
  /** Standard error of the exact value, where that was simulated too; 0 if absent. */
  readonly exactlyWithin?: number;
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

/** Standard errors from the exact figure up to the measured one. */
export function deviation({ measured, exactly, exactlyWithin = 0 }: Comparison): number {
  const error = Math.hypot(measured.standardError, exactlyWithin);
  // What cannot vary must be right to rounding.
  return (measured.value - exactly) / Math.max(error, 1e-9 * Math.abs(exactly), 1e-12);
}

/** The standard error of what was measured, as a part of the exact value. */
export function vagueness({ measured: { standardError }, exactly }: Comparison): number {
  // What never happens, and should not, is certain.
  return standardError === 0 ? 0 : standardError / Math.abs(exactly);
}

/** Those that do not agree, in words; none if the simulation reproduces the theory. */
export function disagreements(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons
    .filter((comparison) => !(Math.abs(deviation(comparison)) <= mostDeviation))
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
    .filter((comparison) => !(vagueness(comparison) <= mostError))
    .map((comparison) => `${inWords(comparison)}: too vague`);
}

function inWords({ what, measured: { value, standardError }, exactly }: Comparison): string {
  return `${what}: ${value.toPrecision(6)} ± ${standardError.toPrecision(2)}, exactly ${exactly.toPrecision(6)}`;
}
