import { wallClock } from "./zone.ts";

/** Times of one or more days of the week. */
export interface WeeklySpan {
  /** 1 Monday … 7 Sunday. */
  readonly days: readonly number[];
  /** HH:MM, the first minute of the span. */
  readonly from: string;
  /** HH:MM, the first minute after the span; `24:00` for the end of the day. */
  readonly to: string;
}

/** Opening hours by the wall clock of a time zone. Spans may touch and overlap; none goes past midnight. */
export interface WeeklyHours {
  /** An IANA name, or a fixed offset such as `+08:00`. */
  readonly timeZone: string;
  readonly weekly: readonly WeeklySpan[];
  /** Closed all day: dates as YYYY-MM-DD. */
  readonly holidays: readonly string[];
}

/**
 * Whether `at` (epoch milliseconds) lies in the opening hours. A span begins with its first minute and ends before the
 * minute `to`. A zone this machine does not know counts as closed, so that the call still has a way to go.
 */
export function isOpen(hours: WeeklyHours, at: number): boolean {
  const now = wallClock(hours.timeZone, at);
  if (now === undefined || hours.holidays.includes(now.date)) return false;
  return hours.weekly.some(
    ({ days, from, to }) => days.includes(now.weekday) && from <= now.time && now.time < to,
  );
}
