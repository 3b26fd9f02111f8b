import type { FlowNode } from "./flow.ts";

/** The calendar of an hours node. */
export type Hours = Extract<FlowNode, { do: "hours" }>;

/** A moment as a wall clock shows it: `date` YYYY-MM-DD, `weekday` 1 Monday … 7 Sunday, `time` HH:MM. */
interface WallClock {
  readonly date: string;
  readonly weekday: number;
  readonly time: string;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Formatters are slow to make and carry no state. Bounded, since tenants choose the spelling of a zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const mostFormatters = 500;

/**
 * Whether `at` (epoch milliseconds) lies in the opening hours. A span begins with its first minute and ends before the
 * minute `to`. A zone this machine does not know counts as closed, so that the call still has a way to go.
 */
export function isOpen(hours: Hours, at: number): boolean {
  const now = wallClock(hours.timeZone, at);
  if (now === undefined || hours.holidays.includes(now.date)) return false;
  return hours.weekly.some(
    ({ days, from, to }) => days.includes(now.weekday) && from <= now.time && now.time < to,
  );
}

/** Whether this machine's time zone data knows the name. */
export function isTimeZone(name: string): boolean {
  return formatterFor(name) !== undefined;
}

function wallClock(timeZone: string, at: number): WallClock | undefined {
  const parts = rememberedFormatter(timeZone)?.formatToParts(at);
  if (parts === undefined) return undefined;
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    date: `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`,
    weekday: weekdays.indexOf(part("weekday")) + 1,
    time: `${part("hour")}:${part("minute")}`,
  };
}

function rememberedFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  const remembered = formatters.get(timeZone);
  if (remembered !== undefined) return remembered;
  const made = formatterFor(timeZone);
  if (formatters.size >= mostFormatters) formatters.clear();
  if (made !== undefined) formatters.set(timeZone, made);
  return made;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
