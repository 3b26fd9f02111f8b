import { describe, expect, test } from "vitest";
import { type Arrivals, arrivalClock, meanRate } from "./arrivals.ts";
import type { LoadProfile } from "./load-profile.ts";
import { randomFor } from "./random.ts";

const hourMs = 3_600_000;

function until(endMs: number, arrivals: Arrivals): readonly number[] {
  const clock = arrivalClock(arrivals, randomFor(1, "arrivals"));
  const moments = [];
  for (let at = clock.next(); at < endMs; at = clock.next()) moments.push(at);
  return moments;
}

/** Mondays and Wednesdays, two hours from nine, the second twice as busy. */
const profile: LoadProfile = {
  slotMinutes: 60,
  firstSlotMinute: 540,
  days: [
    { weekday: 0, meanTotal: 300, share: [1 / 3, 2 / 3] },
    { weekday: 2, meanTotal: 600, share: [1 / 3, 2 / 3] },
  ],
  dailyFactorCV: 0.1,
  residualVMR: 2,
};

describe("calls come in", () => {
  test("at a steady rate, with exponential gaps", () => {
    const moments = until(10_000_000, { by: "rate", perSecond: 5 });
    expect(Math.abs(moments.length - 50_000)).toBeLessThan(4 * Math.sqrt(50_000));
    const long = moments.filter((at, nth) => at - (moments[nth - 1] ?? 0) > 200).length;
    expect(Math.abs(long / moments.length - Math.exp(-1))).toBeLessThan(0.01);
  });

  test("in waves, more at the top than at the bottom", () => {
    const moments = until(10_000_000, { by: "wave", perSecond: 5, swing: 0.5, periodMs: 100_000 });
    expect(Math.abs(moments.length - 50_000)).toBeLessThan(4 * Math.sqrt(50_000));
    const inFirstHalf = moments.filter((at) => at % 100_000 < 50_000).length;
    expect(inFirstHalf / moments.length).toBeCloseTo(0.5 + 0.5 / Math.PI, 1);
  });

  test("by the hours and days of a profile alone, in order", () => {
    const weeks = 50;
    const moments = until(weeks * 7 * 24 * hourMs, { by: "profile", profile, times: 2 });
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    const hours = Map.groupBy(moments, (at) => Math.floor(at / hourMs) % (7 * 24));
    expect([...hours.keys()].sort((one, other) => one - other)).toEqual([9, 10, 57, 58]);
    for (const [hour, mean] of [
      [9, 200],
      [10, 400],
      [57, 400],
      [58, 800],
    ] as const) {
      expect((hours.get(hour)?.length ?? 0) / weeks / mean).toBeCloseTo(1, 1);
    }
  });

  test("never, by a profile without calls", () => {
    const empty = { ...profile, days: [] };
    expect(until(hourMs, { by: "profile", profile: empty, times: 1 })).toEqual([]);
  });
});

test("the mean rate of a profile is that of its average week", () => {
  expect(meanRate({ by: "profile", profile, times: 7 })).toBeCloseTo(6300 / (7 * 24 * 3600), 12);
});
