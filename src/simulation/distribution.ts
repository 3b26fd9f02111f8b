import type { Random } from "./random.ts";

/**
 * How long something takes. Milliseconds. `cv` is the standard deviation as a part of the mean.
 * Telephone conversations are close to lognormal (Brown and others 2005); theory mostly asks for exponential ones.
 */
export type Distribution =
  | { readonly is: "constant"; readonly ms: number }
  | { readonly is: "exponential"; readonly meanMs: number }
  | { readonly is: "gamma" | "lognormal"; readonly meanMs: number; readonly cv: number };

export function exponential(meanMs: number): Distribution {
  return { is: "exponential", meanMs };
}

/** One duration, in milliseconds; may be fractional. */
export function drawn(from: Distribution, chance: Random): number {
  switch (from.is) {
    case "constant":
      return from.ms;
    case "exponential":
      return chance.exponential(from.meanMs);
    case "gamma":
      return chance.gamma(from.meanMs, from.cv);
    case "lognormal":
      return chance.lognormal(from.meanMs, from.cv);
  }
}
