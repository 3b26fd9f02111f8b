const SINGLE_POSITIONS = 60;
const GROWTH = Math.log(1.125);
const FURTHEST_POSITION = 20_000;

/**
 * Which bucket a position (1 is the first) falls into, from 0: one for each of the first 60 positions, then each an
 * eighth wider than the one before, 109 in all. The last holds all that is further.
 */
export function bucketOf(position: number): number {
  if (position <= SINGLE_POSITIONS) return position - 1;
  const wide = Math.log(Math.min(position, FURTHEST_POSITION) / (SINGLE_POSITIONS + 1)) / GROWTH;
  return SINGLE_POSITIONS + Math.floor(wide);
}
