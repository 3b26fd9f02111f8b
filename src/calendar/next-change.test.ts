import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpen, type WeeklyHours } from "./hours.ts";
import { nextChange } from "./next-change.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

function hours(changes: Partial<WeeklyHours>): WeeklyHours {
  return {
    timeZone: "Asia/Shanghai",
    weekly: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }],
    holidays: [],
    ...changes,
  };
}

/** The next change, both moments as ISO texts. */
function changeAfter(calendar: WeeklyHours, iso: string): string | undefined {
  const change = nextChange(calendar, Date.parse(iso));
  return change === undefined ? undefined : new Date(change).toISOString();
}

describe("the next change of opening hours", () => {
  it("is the end of the span while open, and the next begin while closed", () => {
    expect(changeAfter(hours({}), "2026-11-23T10:00:00+08:00")).toBe("2026-11-23T10:00:00.000Z");
    expect(changeAfter(hours({}), "2026-11-23T18:00:00+08:00")).toBe("2026-11-24T01:00:00.000Z");
  });

  it("lies after the moment asked about, even when the hours change at that moment", () => {
    expect(changeAfter(hours({}), "2026-11-23T08:59:59.999+08:00")).toBe("2026-11-23T01:00:00.000Z");
    expect(changeAfter(hours({}), "2026-11-23T09:00:00+08:00")).toBe("2026-11-23T10:00:00.000Z");
  });

  it("passes over weekends and holidays", () => {
    const monday = hours({ holidays: ["2026-11-23"] });
    expect(changeAfter(monday, "2026-11-20T18:00:00+08:00")).toBe("2026-11-24T01:00:00.000Z");
  });

  it("is midnight where a holiday begins or ends within hours around the clock", () => {
    const always = hours({
      weekly: [{ days: everyDay, from: "00:00", to: "24:00" }],
      holidays: ["2026-10-01"],
    });
    expect(changeAfter(always, "2026-09-25T12:00:00+08:00")).toBe("2026-09-30T16:00:00.000Z");
    expect(changeAfter(always, "2026-10-01T12:00:00+08:00")).toBe("2026-10-01T16:00:00.000Z");
  });

  it("is not where one span hands over to the next", () => {
    const touching = hours({
      weekly: [
        { days: everyDay, from: "09:00", to: "12:00" },
        { days: everyDay, from: "12:00", to: "24:00" },
        { days: everyDay, from: "00:00", to: "01:00" },
      ],
    });
    expect(changeAfter(touching, "2026-11-23T10:00:00+08:00")).toBe("2026-11-23T17:00:00.000Z");
  });

  it("is the moment summer time begins, when that skips the begin of a span", () => {
    const berlin = hours({ timeZone: "Europe/Berlin", weekly: [{ days: [7], from: "02:30", to: "04:00" }] });
    expect(changeAfter(berlin, "2026-03-29T00:00:00+01:00")).toBe("2026-03-29T01:00:00.000Z");
    expect(changeAfter(berlin, "2026-03-29T03:30:00+02:00")).toBe("2026-03-29T02:00:00.000Z");
  });

  it("comes twice in the hour that comes twice when summer time ends", () => {
    const berlin = hours({ timeZone: "Europe/Berlin", weekly: [{ days: [7], from: "02:00", to: "02:30" }] });
    expect(changeAfter(berlin, "2026-10-25T01:00:00+02:00")).toBe("2026-10-25T00:00:00.000Z");
    expect(changeAfter(berlin, "2026-10-25T02:00:00+02:00")).toBe("2026-10-25T00:30:00.000Z");
    expect(changeAfter(berlin, "2026-10-25T02:30:00+02:00")).toBe("2026-10-25T01:00:00.000Z");
    expect(changeAfter(berlin, "2026-10-25T02:00:00+01:00")).toBe("2026-10-25T01:30:00.000Z");
  });

  it("keeps to zones an odd number of minutes from Greenwich", () => {
    const kathmandu = hours({ timeZone: "Asia/Kathmandu" });
    expect(changeAfter(kathmandu, "2026-11-23T08:00:00+05:45")).toBe("2026-11-23T03:15:00.000Z");
  });

  it("is none when the hours stay as they are for 15 days", () => {
    const always = hours({ weekly: [{ days: everyDay, from: "00:00", to: "24:00" }] });
    expect(changeAfter(always, "2026-11-23T10:00:00+08:00")).toBeUndefined();
    expect(changeAfter(hours({ weekly: [] }), "2026-11-23T10:00:00+08:00")).toBeUndefined();
    expect(changeAfter(hours({ timeZone: "Mars/Olympus" }), "2026-11-23T10:00:00+08:00")).toBeUndefined();
  });

  it("is still found on the fifteenth day, and no later", () => {
    const always = hours({
      weekly: [{ days: everyDay, from: "00:00", to: "24:00" }],
      holidays: ["2026-12-08"],
    });
    expect(changeAfter(always, "2026-11-23T00:00:00+08:00")).toBe("2026-12-07T16:00:00.000Z");
    expect(changeAfter(always, "2026-11-22T23:59:59.999+08:00")).toBeUndefined();
  });
});

/** Moments at which the clocks were moved lie within a day of many of these. */
const moment = fc.oneof(
  fc.integer({ min: Date.parse("1900-01-01T00:00:00Z"), max: Date.parse("2060-01-01T00:00:00Z") }),
  fc
    .tuple(
      fc.constantFrom(
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2026-10-03T15:30:00Z",
        "2026-04-04T15:00:00Z",
      ),
      fc.integer({ min: -2 * dayMs, max: dayMs }),
    )
    .map(([iso, apart]) => Date.parse(iso) + apart),
);

const timeZone = fc.constantFrom(
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Africa/Monrovia",
  "Africa/Casablanca",
  "+08:00",
  "UTC",
);

const span = fc
  .tuple(
    fc.subarray(everyDay, { minLength: 1 }),
    fc.integer({ min: 0, max: 1_440 }),
    fc.integer({ min: 0, max: 1_440 }),
  )
  .map(([days, one, other]) => ({
    days,
    from: clock(Math.min(one, other)),
    to: clock(Math.max(one, other)),
  }));

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

const someHours = fc.record({ timeZone, weekly: fc.array(span, { maxLength: 3 }) });
const holidaysAfter = (at: number, days: readonly number[]) =>
  days.map((day) => new Date(at + day * dayMs).toISOString().slice(0, 10));

describe("any opening hours, at any moment", () => {
  it("stay as they are up to the next change, and are the other way then", () => {
    const samples = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 20,
      maxLength: 20,
    });
    const closedDays = fc.array(fc.integer({ min: 0, max: 16 }), { maxLength: 5 });
    fc.assert(
      fc.property(someHours, moment, closedDays, samples, (calendar, at, days, parts) => {
        const kept = { ...calendar, holidays: holidaysAfter(at, days) };
        const change = nextChange(kept, at);
        const end = change ?? at + 15 * dayMs + 1;
        expect(end).toBeGreaterThan(at);
        expect(end).toBeLessThanOrEqual(at + 15 * dayMs + 1);
        for (const part of [...parts, 1]) {
          const sample = Math.min(end - 1, at + Math.floor((end - at) * part));
          expect(isOpen(kept, sample)).toBe(isOpen(kept, at));
        }
        if (change !== undefined) expect(isOpen(kept, change)).toBe(!isOpen(kept, at));
      }),
      { numRuns: 400 },
    );
  });

  it("change where a walk minute by minute finds it", () => {
    fc.assert(
      fc.property(someHours, moment, (calendar, at) => {
        const kept = { ...calendar, holidays: [] };
        const change = nextChange(kept, at);
        let walked = Math.floor(at / minuteMs) * minuteMs + minuteMs;
        while (walked < at + dayMs && isOpen(kept, walked) === isOpen(kept, at)) walked += minuteMs;
        if (walked >= at + dayMs) return;
        expect(change).toBeGreaterThan(walked - minuteMs);
        expect(change).toBeLessThanOrEqual(walked);
      }),
      { numRuns: 100 },
    );
  });
});
