import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpen, type WeeklyHours } from "./hours.ts";
import { isTimeZone } from "./zone.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];

function hours(changes: Partial<WeeklyHours>): WeeklyHours {
  return {
    timeZone: "Asia/Shanghai",
    weekly: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }],
    holidays: [],
    ...changes,
  };
}

/** Epoch milliseconds of an ISO date and time with its offset. */
const moment = (iso: string): number => Date.parse(iso);

describe("opening hours", () => {
  it("begin with their first minute", () => {
    expect(isOpen(hours({}), moment("2026-11-23T08:59:59.999+08:00"))).toBe(false);
    expect(isOpen(hours({}), moment("2026-11-23T09:00:00+08:00"))).toBe(true);
  });

  it("end before the minute they name", () => {
    expect(isOpen(hours({}), moment("2026-11-23T17:59:59.999+08:00"))).toBe(true);
    expect(isOpen(hours({}), moment("2026-11-23T18:00:00+08:00"))).toBe(false);
  });

  it("count the day of the week where the tenant is, not in Greenwich", () => {
    // Monday 00:30 in Shanghai is still Sunday in Greenwich.
    const mondays = hours({ weekly: [{ days: [1], from: "00:00", to: "01:00" }] });
    expect(isOpen(mondays, moment("2026-11-22T16:30:00Z"))).toBe(true);
    expect(isOpen(mondays, moment("2026-11-23T16:30:00Z"))).toBe(false);
  });

  it("last to the end of the day when they end at 24:00, and no further", () => {
    const sundays = hours({ weekly: [{ days: [7], from: "00:00", to: "24:00" }] });
    expect(isOpen(sundays, moment("2026-11-22T23:59:59.999+08:00"))).toBe(true);
    expect(isOpen(sundays, moment("2026-11-23T00:00:00+08:00"))).toBe(false);
    expect(isOpen(sundays, moment("2026-11-22T00:00:00+08:00"))).toBe(true);
    expect(isOpen(sundays, moment("2026-11-21T23:59:59.999+08:00"))).toBe(false);
  });

  it("may have a gap at noon", () => {
    const twice = hours({
      weekly: [
        { days: everyDay, from: "09:00", to: "12:00" },
        { days: everyDay, from: "14:00", to: "18:00" },
      ],
    });
    expect(isOpen(twice, moment("2026-11-23T11:59:00+08:00"))).toBe(true);
    expect(isOpen(twice, moment("2026-11-23T13:00:00+08:00"))).toBe(false);
    expect(isOpen(twice, moment("2026-11-23T14:00:00+08:00"))).toBe(true);
  });

  it("do not open on a holiday, midnight to midnight where the tenant is", () => {
    const always = hours({
      weekly: [{ days: everyDay, from: "00:00", to: "24:00" }],
      holidays: ["2026-10-01"],
    });
    expect(isOpen(always, moment("2026-09-30T23:59:59.999+08:00"))).toBe(true);
    expect(isOpen(always, moment("2026-10-01T00:00:00+08:00"))).toBe(false);
    expect(isOpen(always, moment("2026-10-01T23:59:59.999+08:00"))).toBe(false);
    expect(isOpen(always, moment("2026-10-02T00:00:00+08:00"))).toBe(true);
  });

  it("keep to the wall clock when summer time begins", () => {
    const berlin = hours({ timeZone: "Europe/Berlin", weekly: [{ days: [7], from: "02:00", to: "04:00" }] });
    // 29 March 2026: 02:00 to 03:00 does not exist.
    expect(isOpen(berlin, moment("2026-03-29T01:59:59+01:00"))).toBe(false);
    expect(isOpen(berlin, moment("2026-03-29T03:00:00+02:00"))).toBe(true);
    expect(isOpen(berlin, moment("2026-03-29T03:59:59+02:00"))).toBe(true);
    expect(isOpen(berlin, moment("2026-03-29T04:00:00+02:00"))).toBe(false);
  });

  it("are kept twice in the hour that comes twice when summer time ends", () => {
    const berlin = hours({ timeZone: "Europe/Berlin", weekly: [{ days: [7], from: "02:00", to: "02:30" }] });
    expect(isOpen(berlin, moment("2026-10-25T02:15:00+02:00"))).toBe(true);
    expect(isOpen(berlin, moment("2026-10-25T02:45:00+02:00"))).toBe(false);
    expect(isOpen(berlin, moment("2026-10-25T02:15:00+01:00"))).toBe(true);
    expect(isOpen(berlin, moment("2026-10-25T02:45:00+01:00"))).toBe(false);
  });

  it("move by the half hour where summer time does", () => {
    const lordHowe = hours({
      timeZone: "Australia/Lord_Howe",
      weekly: [{ days: [7], from: "02:30", to: "03:00" }],
    });
    // 4 October 2026: 02:00 (+10:30) becomes 02:30 (+11:00).
    expect(isOpen(lordHowe, moment("2026-10-04T01:59:59+10:30"))).toBe(false);
    expect(isOpen(lordHowe, moment("2026-10-04T02:30:00+11:00"))).toBe(true);
  });

  it("are closed in a zone the machine does not know", () => {
    expect(isOpen(hours({ timeZone: "Mars/Olympus" }), moment("2026-11-23T10:00:00+08:00"))).toBe(false);
  });

  it("agree with arithmetic in a zone of constant offset, at any moment", () => {
    const minute = fc.integer({ min: 0, max: 1_440 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), minute, minute, (at, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const local = Math.floor((at + 8 * 3_600_000) / 60_000) % 1_440;
        // China kept summer time until 1991, so the zone is one without history.
        const zone = hours({
          timeZone: "+08:00",
          weekly: [{ days: everyDay, from: clock(from), to: clock(to) }],
        });
        expect(isOpen(zone, at)).toBe(from <= local && local < to);
      }),
    );
  });

  it("agree with arithmetic on the day of the week, at any moment", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        fc.integer({ min: 1, max: 7 }),
        (at, day) => {
          // 1 January 1970 was a Thursday.
          const weekday = ((Math.floor(at / 86_400_000) + 3) % 7) + 1;
          const zone = hours({ timeZone: "UTC", weekly: [{ days: [day], from: "00:00", to: "24:00" }] });
          expect(isOpen(zone, at)).toBe(weekday === day);
        },
      ),
    );
  });
});

describe("a time zone's name", () => {
  it.each(["Asia/Shanghai", "Europe/Berlin", "UTC", "Asia/Urumqi"])("may be %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["Beijing", "Asia/Chengdoo", "GMT+25", " "])("cannot be %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
