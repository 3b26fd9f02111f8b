import { isOpen, type WeeklyHours } from "./hours.ts";
import { wallClock } from "./zone.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** How far ahead a change is looked for. */
const horizonMs = 15 * dayMs;

/** No zone ever moved its clocks twice within 5 days: clocks that agree at both ends of a stretch did not move in it. */
const stretchMs = 5 * dayMs;

/**
 * The first moment after `at` at which `isOpen` changes, both in epoch milliseconds; undefined if it stays as it is for
 * the 15 days after `at`. Opening hours change only at either end of a span and when the clocks are moved.
 * Stretch by stretch these moments are found and `isOpen` is asked about each, so that the two cannot disagree.
 */
export function nextChange(hours: WeeklyHours, at: number): number | undefined {
  const openNow = isOpen(hours, at);
  const end = at + horizonMs;
  let from = at;
  while (from < end) {
    const stretch = stretchFrom(hours.timeZone, from, Math.min(from + stretchMs, end));
    const change = turnsIn(hours, stretch).find((turn) => isOpen(hours, turn) !== openNow);
    if (change !== undefined) return change;
    from = stretch.to;
  }
  return undefined;
}

/** After `from` up to and with `to`, through which, but for `to` itself, the clocks are `ahead` of Greenwich. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly ahead: number;
}

/** The stretch up to `to`, or to the moment before it when the clocks are moved. */
function stretchFrom(timeZone: string, from: number, to: number): Stretch {
  const ahead = aheadAt(timeZone, from);
  if (aheadAt(timeZone, to) === ahead) return { from, to, ahead };
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (aheadAt(timeZone, middle) === ahead) before = middle;
    else after = middle;
  }
  return { from, to: after, ahead };
}

/** A zone this machine does not know is closed whatever its clocks show. */
function aheadAt(timeZone: string, at: number): number {
  return wallClock(timeZone, at)?.ahead ?? 0;
}

/** The moments of a stretch at which the hours may change, in order; its last is one, as the clocks may move there. */
function turnsIn(hours: WeeklyHours, { from, to, ahead }: Stretch): readonly number[] {
  const times = turningTimes(hours);
  const turns: number[] = [];
  for (let day = Math.floor((from + ahead) / dayMs); day * dayMs <= to + ahead; day += 1) {
    turns.push(...times.map((time) => day * dayMs + time - ahead));
  }
  return [...new Set(turns).add(to)].filter((turn) => from < turn && turn <= to);
}

/**
 * The times of day at which the hours may change, in milliseconds after midnight, in order. Holidays add none: hours cut
 * short by midnight begin or end there.
 */
function turningTimes({ weekly }: WeeklyHours): readonly number[] {
  return weekly
    .flatMap(({ from, to }) => [from, to])
    .map(sinceMidnight)
    .sort((one, other) => one - other);
}

function sinceMidnight(time: string): number {
  const [hour, minute] = time.split(":");
  return (Number(hour) * 60 + Number(minute)) * minuteMs;
}
