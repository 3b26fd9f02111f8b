import { expect, it } from "vitest";
import { timeOfDay } from "./result.ts";

it("the time of day is written in UTC with six decimals", () => {
  expect(timeOfDay(Date.UTC(2026, 0, 2, 3, 4, 5, 67) + 0.891)).toMatch(/^03:04:05\.06789\d$/);
  expect(timeOfDay(Date.UTC(2026, 0, 2))).toBe("00:00:00.000000");
});
