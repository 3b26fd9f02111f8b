import type { Random } from "./random.ts";

/** 0 is Monday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** What a day of the week brings. */
export interface DayProfile {
  readonly weekday: Weekday;
  readonly meanTotal: number;
  /** Of the day's calls, by slot; sums to 1 but for rounding. */
  readonly share: readonly number[];
}

/**
 * How calls come to a real centre: the hour and the day of the week shape the rate, a whole day is busier or quieter
 * than its like (`dailyFactorCV`), and counts in one slot vary more than a Poisson count would (`residualVMR`, their
 * variance over their mean once the day is known; 1 is Poisson). Days not listed bring no calls.
 *
 *   count[day, slot] ~ Poisson(meanTotal[weekday] × share[weekday][slot] × G[day] × g[day, slot])
 *
 * with G and g gamma factors of mean 1. Model: Avramidis, Deslauriers and L'Ecuyer 2004.
 */
export interface LoadProfile {
  readonly slotMinutes: number;
  /** When the first slot begins, in minutes after midnight. */
  readonly firstSlotMinute: number;
  readonly days: readonly DayProfile[];
  readonly dailyFactorCV: number;
  readonly residualVMR: number;
}

/** Draws the busy-ness of one day: 1 is an ordinary one. */
export function drawDayFactor({ dailyFactorCV }: LoadProfile, chance: Random): number {
  return chance.gamma(1, dailyFactorCV);
}

/** Draws how many calls come in a slot that is expected to bring `mean` on a day like this. */
export function drawSlotCount({ residualVMR }: LoadProfile, mean: number, chance: Random): number {
  // A gamma factor of variance v turns a variance of m into m + m²v, which is m times the ratio.
  const variance = mean > 0 ? Math.max(0, residualVMR - 1) / mean : 0;
  return chance.poisson(chance.gamma(mean, Math.sqrt(variance)));
}

/** Calls in an average week. */
export function meanWeekTotal({ days }: LoadProfile): number {
  return days.reduce((sum, day) => sum + day.meanTotal * day.share.reduce((all, share) => all + share, 0), 0);
}
