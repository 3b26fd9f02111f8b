/**
 * eˣ − 1 − x, never negative, with all its digits also where x is small and the difference would cancel.
 * (Math.expm1 keeps the digits of eˣ − 1 only.)
 */
export function exponentialExcess(x: number): number {
  if (Math.abs(x) > SERIES_WITHIN) return Math.expm1(x) - x;
  let tail = 1;
  for (let term = SERIES_TERMS; term > 2; term--) tail = 1 + (x / term) * tail;
  return (x * x * tail) / 2;
}

const SERIES_WITHIN = 1;
/** 1 ÷ 22! is below the last digit of a double. */
const SERIES_TERMS = 22;
