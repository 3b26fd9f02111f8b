/** A moment as a wall clock shows it. */
export interface WallClock {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** HH:MM, from 00:00 to 23:59. */
  readonly time: string;
  /** How far the wall clock is ahead of Greenwich, in milliseconds. */
  readonly ahead: number;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Formatters are slow to make and carry no state. Bounded, since tenants choose the spelling of a zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const mostFormatters = 500;

/** Whether this machine's time zone data knows the name. */
export function isTimeZone(name: string): boolean {
  return formatterFor(name) !== undefined;
}

/** What a clock in the zone shows at `at` (epoch milliseconds), or undefined in a zone this machine does not know. */
export function wallClock(timeZone: string, at: number): WallClock | undefined {
  const parts = rememberedFormatter(timeZone)?.formatToParts(at);
  if (parts === undefined) return undefined;
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const [year, month, date] = [part("year").padStart(4, "0"), part("month"), part("day")];
  const [hour, minute, second] = [part("hour"), part("minute"), part("second")];
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return {
    date: `${year}-${month}-${date}`,
    weekday: weekdays.indexOf(part("weekday")) + 1,
    time: `${hour}:${minute}`,
    ahead: shown - Math.floor(at / 1_000) * 1_000,
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
      second: "2-digit",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
