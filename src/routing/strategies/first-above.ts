/** The index of the first element greater than `bound`; the length if there is none. Binary search: sort upwards. */
export function firstAbove<Element extends number | string>(
  sorted: readonly Element[],
  bound: Element,
): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const element = sorted[middle];
    if (element !== undefined && element <= bound) from = middle + 1;
    else to = middle;
  }
  return from;
}
