import { describe, expect, test } from "vitest";
import { z } from "zod";
import { arrivalClock } from "../../src/simulation/arrivals.ts";
import type { LoadProfile, Weekday } from "../../src/simulation/index.ts";
import { randomFor } from "../../src/simulation/random.ts";
import { reference } from "./support/reference.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const { profiles } = reference(
  "load-profiles",
  z.object({
    profiles: z.record(
      z.string(),
      z.object({
        slotMinutes: z.number(),
        firstSlotMinute: z.number(),
        byWeekday: z.record(z.string(), z.object({ meanTotal: z.number(), share: z.array(z.number()) })),
        dailyFactorCV: z.number(),
        residualVMR30: z.number(),
      }),
    ),
  }),
);

const centres = Object.entries(profiles).map(([name, { byWeekday, residualVMR30, ...rest }]) => {
  const days = Object.entries(byWeekday).map(([day, { meanTotal, share }]) => ({
    weekday: weekdayOf(day),
    meanTotal,
    share,
  }));
  const profile: LoadProfile = { ...rest, days, residualVMR: residualVMR30 };
  return { name, profile };
});

function weekdayOf(day: string): Weekday {
  const number = weekdays.indexOf(day);
  const known = ([0, 1, 2, 3, 4, 5, 6] as const).find((weekday) => weekday === number);
  if (known === undefined) throw new Error(`${day} is no day of the week`);
  return known;
}

const weeks = 150;
const dayMs = 86_400_000;

/** Calls in each slot, day by day. */
function counts({ slotMinutes, firstSlotMinute, ...profile }: LoadProfile): readonly (readonly number[])[] {
  const slots = Math.max(...profile.days.map(({ share }) => share.length));
  const days = Array.from({ length: weeks * 7 }, () => Array.from({ length: slots }, () => 0));
  const whole = { slotMinutes, firstSlotMinute, ...profile };
  const clock = arrivalClock({ by: "profile", profile: whole, times: 1 }, randomFor(1, "load"));
  for (let at = clock.next(); at < weeks * 7 * dayMs; at = clock.next()) {
    const slot = Math.floor(((at % dayMs) / 60_000 - firstSlotMinute) / slotMinutes);
    const day = days[Math.floor(at / dayMs)];
    if (day?.[slot] === undefined) throw new Error(`a call came at ${at}, when the centre is closed`);
    day[slot] += 1;
  }
  return days;
}

function totalOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

describe.each(centres)("the load of $name", ({ profile }) => {
  const days = counts(profile);

  test.each(profile.days)(
    "on weekday $weekday comes in its numbers and at its hours",
    ({ weekday, meanTotal, share }) => {
      const those = days.filter((_, day) => day % 7 === weekday);
      const mean = totalOf(those.map(totalOf)) / weeks;
      expect(Math.abs(mean / meanTotal - 1)).toBeLessThan(
        (4 * spread(profile, meanTotal)) / Math.sqrt(weeks),
      );
      for (const [slot, part] of share.entries()) {
        const found = totalOf(those.map((day) => day[slot] ?? 0)) / weeks;
        const expected = part * meanTotal;
        const error = Math.sqrt(
          (profile.residualVMR * expected + (profile.dailyFactorCV * expected) ** 2) / weeks,
        );
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(4.5 * error);
      }
    },
  );

  test("varies from day to day as much as real days do", () => {
    const factors = profile.days.flatMap(({ weekday, meanTotal, share }) =>
      days
        .filter((_, day) => day % 7 === weekday)
        .map((day) => (totalOf(day) / (meanTotal * totalOf(share)) - 1) / spread(profile, meanTotal)),
    );
    const variance = totalOf(factors.map((factor) => factor ** 2)) / factors.length;
    expect(Math.abs(variance - 1)).toBeLessThan(0.2);
  });

  test("varies from slot to slot more than chance alone, by the reference's ratio", () => {
    // Pearson's dispersion: squared deviations from the day's own total, over what they would be for Poisson counts.
    const dispersions = profile.days.flatMap(({ weekday, share }) =>
      days
        .filter((_, day) => day % 7 === weekday)
        .map((day) => dispersion(day, share))
        .filter((dispersion) => !Number.isNaN(dispersion)),
    );
    expect(Math.abs(totalOf(dispersions) / dispersions.length / profile.residualVMR - 1)).toBeLessThan(0.05);
  });
});

/** NaN for a day without calls. */
function dispersion(day: readonly number[], share: readonly number[]): number {
  const total = totalOf(day) / totalOf(share);
  const open = [...share.entries()].filter(([, part]) => part > 0);
  const deviations = open.map(([slot, part]) => ((day[slot] ?? 0) - total * part) ** 2 / (total * part));
  return totalOf(deviations) / (open.length - 1);
}

/** Of a day's total, as a part of its mean. */
function spread({ dailyFactorCV, residualVMR }: LoadProfile, meanTotal: number): number {
  return Math.sqrt(dailyFactorCV ** 2 + residualVMR / meanTotal);
}
