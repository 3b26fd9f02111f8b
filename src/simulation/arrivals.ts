import { drawDayFactor, drawSlotCount, type LoadProfile, meanWeekTotal } from "./load-profile.ts";
import type { Random } from "./random.ts";

/** How calls come in. */
export type Arrivals =
  /** A Poisson process of one rate. */
  | { readonly by: "rate"; readonly perSecond: number }
  /** A Poisson process whose rate swings by `swing` (a part of the mean, up to 1) in a sine of this period. */
  | { readonly by: "wave"; readonly perSecond: number; readonly swing: number; readonly periodMs: number }
  /** By the clock and the calendar, `times` as many as the profile has. The simulation begins on a Monday, 00:00. */
  | { readonly by: "profile"; readonly profile: LoadProfile; readonly times: number };

/** Tells when calls come, one after the other. */
export interface ArrivalClock {
  /** The next one after the last, in milliseconds since the simulation began; infinite when there are no more. */
  next(): number;
}

export function arrivalClock(arrivals: Arrivals, chance: Random): ArrivalClock {
  switch (arrivals.by) {
    case "rate":
      return new SteadyClock(arrivals.perSecond, chance);
    case "wave":
      return new WaveClock(arrivals.perSecond, arrivals.swing, arrivals.periodMs, chance);
    case "profile":
      return new ProfileClock(arrivals.profile, arrivals.times, chance);
  }
}

/** Calls per second in the long run. */
export function meanRate(arrivals: Arrivals): number {
  if (arrivals.by !== "profile") return arrivals.perSecond;
  return (meanWeekTotal(arrivals.profile) * arrivals.times * 1000) / (7 * dayMs);
}

const dayMs = 86_400_000;

class SteadyClock implements ArrivalClock {
  readonly #meanGapMs: number;
  readonly #chance: Random;
  #at = 0;

  constructor(perSecond: number, chance: Random) {
    this.#meanGapMs = 1000 / perSecond;
    this.#chance = chance;
  }

  next(): number {
    this.#at += this.#chance.exponential(this.#meanGapMs);
    return this.#at;
  }
}

/** By thinning (Lewis and Shedler 1979): calls come at the highest rate, and some are passed over. */
class WaveClock implements ArrivalClock {
  readonly #fastest: SteadyClock;
  readonly #swing: number;
  readonly #periodMs: number;
  readonly #chance: Random;

  constructor(perSecond: number, swing: number, periodMs: number, chance: Random) {
    this.#fastest = new SteadyClock(perSecond * (1 + swing), chance);
    this.#swing = swing;
    this.#periodMs = periodMs;
    this.#chance = chance;
  }

  next(): number {
    for (;;) {
      const at = this.#fastest.next();
      const rate = 1 + this.#swing * Math.sin((2 * Math.PI * at) / this.#periodMs);
      if (this.#chance.unit() * (1 + this.#swing) < rate) return at;
    }
  }
}

/** Slot by slot: how many come is drawn first, then where in the slot each falls. */
class ProfileClock implements ArrivalClock {
  readonly #profile: LoadProfile;
  readonly #times: number;
  readonly #chance: Random;
  #day = -1;
  #slot = 0;
  #dayFactor = 1;
  #left = 0;
  #at = 0;
  #slotEndsAt = 0;

  constructor(profile: LoadProfile, times: number, chance: Random) {
    this.#profile = profile;
    this.#times = times;
    this.#chance = chance;
  }

  next(): number {
    if (meanWeekTotal(this.#profile) * this.#times <= 0) return Number.POSITIVE_INFINITY;
    while (this.#left === 0) this.#nextSlot();
    // The earliest of so many places in what is left of the slot.
    const part = 1 - (1 - this.#chance.unit()) ** (1 / this.#left);
    this.#at += (this.#slotEndsAt - this.#at) * part;
    this.#left -= 1;
    return this.#at;
  }

  #nextSlot(): void {
    const profile = this.#profile;
    const today = profile.days.find(({ weekday }) => weekday === this.#day % 7);
    this.#slot += 1;
    const share = today?.share[this.#slot];
    if (today === undefined || share === undefined) {
      this.#nextDay();
      return;
    }
    const slotMs = profile.slotMinutes * 60_000;
    this.#at = this.#day * dayMs + profile.firstSlotMinute * 60_000 + this.#slot * slotMs;
    this.#slotEndsAt = this.#at + slotMs;
    const mean = today.meanTotal * share * this.#dayFactor * this.#times;
    this.#left = drawSlotCount(profile, mean, this.#chance);
  }

  #nextDay(): void {
    this.#day += 1;
    this.#slot = -1;
    this.#dayFactor = drawDayFactor(this.#profile, this.#chance);
  }
}
