/** One point of a quadrature rule on [−1, 1]: where the function is looked at, and how much that counts. */
export interface QuadraturePoint {
  readonly at: number;
  readonly weight: number;
}

/**
 * The Gauss–Legendre rule with the given number of points: exact for polynomials of degree 2n − 1. The
 * points are the zeros of the Legendre polynomial Pₙ, found by Newton from Tricomi's first guess.
 *
 * Source: W. H. Press et al., "Numerical Recipes" (3rd ed., 2007), section 4.6.
 */
export function gaussLegendre(points: number): readonly QuadraturePoint[] {
  return Array.from({ length: points }, (_, index) => {
    let at = Math.cos((Math.PI * (index + 0.75)) / (points + 0.5));
    for (let round = 0; round < NEWTON_ROUNDS; round++) {
      const { value, slope } = legendre(points, at);
      at -= value / slope;
    }
    const { slope } = legendre(points, at);
    return { at, weight: 2 / ((1 - at * at) * slope * slope) };
  });
}

/** Newton doubles the digits each time; the guess has at least two. */
const NEWTON_ROUNDS = 6;

/** Pₙ and its derivative at a point inside (−1, 1), by Bonnet's recursion. */
function legendre(degree: number, at: number): { value: number; slope: number } {
  let value = 1;
  let before = 0;
  for (let k = 1; k <= degree; k++) {
    [before, value] = [value, ((2 * k - 1) * at * value - (k - 1) * before) / k];
  }
  return { value, slope: (degree * (at * value - before)) / (at * at - 1) };
}
