/** A figure and its standard error. NaN where there was nothing to count. */
export interface Measured {
  readonly value: number;
  readonly standardError: number;
}

/** One sum over another, batch by batch: waits over calls, calls over seconds. */
export interface Ratio {
  readonly over: Float64Array;
  readonly under: Float64Array;
}

/** A ratio of which theory knows the exact value. */
export interface Control {
  readonly ratio: Ratio;
  readonly exactly: number;
}

/**
 * The ratio of the totals, with its standard error by the method of batch means (Law and Kelton, ch. 9; the variance
 * of a ratio by linearisation).
 *
 * What is known exactly may stand by as `controls`: as far as the figure went up and down together with them from
 * batch to batch, their error is taken out of it (control variates; Lavenberg and Welch 1981). In heavy traffic this
 * saves most of the calls. (Controlled by itself a figure comes out exact, and says nothing.)
 */
export function measured(ratio: Ratio, controls: readonly Control[] = []): Measured {
  const value = total(ratio.over) / total(ratio.under);
  const batches = ratio.over.length;
  const deviations = deviationsFrom(value, ratio);
  if (controls.length === 0) {
    return { value, standardError: Math.sqrt(sumOfSquares(deviations) / (batches * (batches - 1))) };
  }
  const { shift, leverage } = takeOut(controls, deviations);
  const free = batches - 1 - controls.length;
  const standardError = Math.sqrt((sumOfSquares(deviations) / free) * (1 / batches + leverage));
  return { value: value - shift, standardError };
}

/** Rates: so many in each batch, over its time. */
export function perTime(over: Float64Array, batchMs: number): Ratio {
  return { over, under: new Float64Array(over.length).fill(batchMs) };
}

/**
 * Fits the deviations to the controls by least squares, and leaves in `deviations` what the controls do not explain.
 * `shift` is how far the figure is off because the controls are; `leverage` what that fit adds to the variance.
 */
function takeOut(
  controls: readonly Control[],
  deviations: Float64Array,
): { readonly shift: number; readonly leverage: number } {
  let shift = 0;
  let leverage = 0;
  const directions: { readonly along: Float64Array; readonly error: number }[] = [];
  for (const { ratio, exactly } of controls) {
    const value = total(ratio.over) / total(ratio.under);
    const along = deviationsFrom(value, ratio);
    const squareAlone = sumOfSquares(along);
    let error = value - exactly;
    // Each control only counts for what those before it have not said (Gram-Schmidt).
    for (const earlier of directions) error -= project(along, earlier.along) * earlier.error;
    const square = sumOfSquares(along);
    // What is left of one that has been said already, or never moves, is rounding.
    if (square <= 1e-18 * squareAlone) continue;
    directions.push({ along, error });
    shift += project(deviations, along) * error;
    leverage += (error * error) / square;
  }
  return { shift, leverage };
}

/** Takes out of `from` what lies along `along`, and tells how much that was. */
function project(from: Float64Array, along: Float64Array): number {
  const slope = from.reduce((sum, part, at) => sum + part * (along[at] ?? 0), 0) / sumOfSquares(along);
  for (let at = 0; at < from.length; at += 1) from[at] = (from[at] ?? 0) - slope * (along[at] ?? 0);
  return slope;
}

/** By how much each batch makes the ratio larger or smaller. They sum to 0. */
function deviationsFrom(value: number, { over, under }: Ratio): Float64Array {
  const meanUnder = total(under) / under.length;
  return over.map((part, at) => (part - value * (under[at] ?? 0)) / meanUnder);
}

function total(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function sumOfSquares(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number * number, 0);
}
